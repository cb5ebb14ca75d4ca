using k8s;
using k8s.LeaderElection;
using k8s.LeaderElection.ResourceLock;
using k8s.Models;

namespace Kybernet.EndToEnd.Tests.Clients;

/// <summary>What informers and leader election of another project's client stand on.</summary>
public sealed class WatchTests(HttpsCluster https) : IClassFixture<HttpsCluster>
{
    private readonly Kubernetes _client = LibraryClients.Library(https.Cluster);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watch_FromAList_TellsWhatCameAfterIt()
    {
        var space = await NewSpaceAsync();
        await _client.CoreV1.CreateNamespacedConfigMapAsync(Map("before"), space, cancellationToken: Cancel);
        var list = await _client.CoreV1.ListNamespacedConfigMapAsync(space, cancellationToken: Cancel);
        await _client.CoreV1.CreateNamespacedConfigMapAsync(Map("after"), space, cancellationToken: Cancel);
        await _client.CoreV1.DeleteNamespacedConfigMapAsync("before", space, cancellationToken: Cancel);

        var seen = new List<string>();
        await foreach (var (type, map) in _client.CoreV1.WatchListNamespacedConfigMapAsync(
            space, resourceVersion: list.Metadata.ResourceVersion, cancellationToken: Cancel))
        {
            seen.Add($"{type} {map.Metadata.Name}");
            if (seen.Count == 2) break;
        }

        Assert.Equal(["Added after", "Deleted before"], seen);
    }

    [Fact]
    public async Task LeaderElection_OfTwo_ChoosesOneAndThenTheOther()
    {
        var space = await NewSpaceAsync();
        using var stopFirst = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var (first, firstLeads) = Elector(space, "first");
        var (second, secondLeads) = Elector(space, "second");
        var running = first.RunUntilLeadershipLostAsync(stopFirst.Token);
        await firstLeads.WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        using var stopSecond = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var waiting = second.RunUntilLeadershipLostAsync(stopSecond.Token);
        Assert.False(secondLeads.IsCompleted);

        await stopFirst.CancelAsync();
        await secondLeads.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        Assert.Equal("second", (await _client.CoordinationV1.ReadNamespacedLeaseAsync("lock", space, cancellationToken: Cancel)).Spec.HolderIdentity);
        await stopSecond.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await waiting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private (LeaderElector Elector, Task Leads) Elector(string space, string name)
    {
        var leads = new TaskCompletionSource();
        var elector = new LeaderElector(new(new LeaseLock(_client, space, "lock", name))
        {
            LeaseDuration = TimeSpan.FromSeconds(2),
            RenewDeadline = TimeSpan.FromSeconds(1.5),
            RetryPeriod = TimeSpan.FromSeconds(0.2),
        });
        elector.OnStartedLeading += () => leads.TrySetResult();
        return (elector, leads.Task);
    }

    private async Task<string> NewSpaceAsync()
    {
        var name = https.NextName("watch");
        await _client.CoreV1.CreateNamespaceAsync(new() { Metadata = new() { Name = name } }, cancellationToken: Cancel);
        return name;
    }

    private static V1ConfigMap Map(string name) => new() { Metadata = new() { Name = name } };
}
