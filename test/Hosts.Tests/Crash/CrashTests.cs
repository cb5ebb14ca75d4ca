using System.Diagnostics;
using System.Globalization;

namespace Kybernet.Hosts.Tests.Crash;

/// <summary>
/// Kills what a node is made of, in turn. Containers go on, what died comes back, nothing is there twice, and nothing is left in the end.
/// <c>KYBERNET_CRASH_ROUNDS</c> is how often; once by default.
/// </summary>
public sealed class CrashTests
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: idle}
        spec:
          replicas: 3
          selector: {matchLabels: {app: idle}}
          template:
            metadata: {labels: {app: idle}}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - {name: main, image: "kybernet.local/pause:1", imagePullPolicy: Never}
        """;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int Rounds =>
        int.TryParse(Environment.GetEnvironmentVariable("KYBERNET_CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var given) ? given : 1;

    [Fact]
    public async Task Node_ItsPartsKilled_ContainersGoOnAndNothingIsLeft()
    {
        await using var node = await CrashNode.CreateAsync(Cancel);
        await node.StartAsync(keeps: true, Cancel);
        await node.KubectlAsync("apply -f -", Deployment, Cancel);
        var pods = await EventuallyAsync(node, static pods => pods.Count == 3 && pods.Values.All(static pod => pod.IsReady));

        for (var round = 0; round < Rounds; round++)
        {
            await node.KillAsync(Cancel);
            Assert.All(pods.Values, static pod => Assert.NotEmpty(pod.Processes()));
            await node.StartAsync(keeps: true, Cancel);
            Assert.Equal(pods, await node.PodsAsync(Cancel));

            await node.KillContainerdAsync(Cancel);
            pods = await RestartOneAsync(node, pods);
        }

        await node.KillAsync(Cancel);
        await node.StartAsync(keeps: false, Cancel);
        await node.StopAsync(Cancel);
        await NothingIsLeftAsync(node, pods.Values);
    }

    /// <summary>Ends one container; it alone is started again, in its pod's sandbox.</summary>
    private static async Task<SortedDictionary<string, CrashPod>> RestartOneAsync(CrashNode node, SortedDictionary<string, CrashPod> pods)
    {
        var (name, victim) = pods.First();
        foreach (var process in victim.Processes()) Process.GetProcessById(int.Parse(process, CultureInfo.InvariantCulture)).Kill();
        var after = await EventuallyAsync(node, now => now[name].ContainerId != victim.ContainerId && now[name].IsReady);
        Assert.Equal(victim with { ContainerId = after[name].ContainerId, Restarts = victim.Restarts + 1 }, after[name]);
        Assert.Equal(pods.Skip(1), after.Skip(1));
        Assert.Single(after[name].Processes());
        return after;
    }

    private static async Task NothingIsLeftAsync(CrashNode node, IEnumerable<CrashPod> pods)
    {
        Assert.False(Directory.Exists(node.Data));
        Assert.False(Directory.Exists(node.State));
        Assert.DoesNotContain(File.ReadLines("/proc/mounts"), line => line.Contains(node.Data, StringComparison.Ordinal));
        Assert.DoesNotContain(File.ReadLines("/proc/mounts"), line => line.Contains(node.State, StringComparison.Ordinal));
        Assert.All(pods, static pod => Assert.Empty(pod.Processes()));
        foreach (var pod in pods) Assert.Empty((await node.InsideAsync($"find /sys/fs/cgroup -type d -name pod{pod.Uid}", Cancel)).Trim());
        Assert.Empty((await node.InsideAsync("nft list tables", Cancel)).Trim());
        // Only what the test made: a pod's end of a pair goes with the pod's network.
        var links = (await node.InsideAsync("ip -o link | cut -d: -f2", Cancel)).Split('\n');
        Assert.DoesNotContain(links, static link => link.Trim().StartsWith("veth", StringComparison.Ordinal));
    }

    private static async Task<SortedDictionary<string, CrashPod>> EventuallyAsync(CrashNode node, Func<SortedDictionary<string, CrashPod>, bool> isSo)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var pods = await node.PodsAsync(Cancel);
            if (isSo(pods)) return pods;
            Assert.True(Stopwatch.GetElapsedTime(start) < s_patience, string.Join('\n', pods));
            await Task.Delay(100, Cancel);
        }
    }
}
