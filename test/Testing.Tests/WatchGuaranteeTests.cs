using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Testing.Tests;

/// <summary>Many watchers that disconnect at random see every change of many writers: none lost, none twice, in order.</summary>
public sealed class WatchGuaranteeTests : LimitedTest
{
    private static readonly int s_watchers = Setting("KYBERNET_WATCHERS", 100);
    private static readonly int s_writers = Setting("KYBERNET_WRITERS", 20);
    private static readonly int s_writesEach = Setting("KYBERNET_WRITES", 40);

    [Fact]
    public async Task Watchers_WithRandomDisconnects_SeeEveryChangeOnceInOrder()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var watchers = Enumerable.Range(0, s_watchers).Select(seed => WatchAsync(cluster, seed, stop.Token)).ToList();

        var written = (await Task.WhenAll(Enumerable.Range(0, s_writers).Select(writer => WriteAsync(cluster, writer))))
            .SelectMany(revisions => revisions).Order().ToList();
        var end = new ConfigMap { Metadata = new() { Name = "end", Namespace = "default" } };
        written.Add(RevisionOf((await cluster.Client.CreateAsync(end, Cancel)).Value));

        foreach (var seen in await Task.WhenAll(watchers)) Assert.Equal(written, seen);
    }

    /// <summary>The revisions of all changes seen, over many watches, each going on where the one before was cut off.</summary>
    private static async Task<List<long>> WatchAsync(TestCluster cluster, int seed, CancellationToken cancel)
    {
        var random = new Random(seed);
        var seen = new List<long>();
        var position = (await cluster.Client.ListAsync<ConfigMap>("default", "", cancel)).Value.ResourceVersion;
        for (var watches = 1; ; watches++)
        {
            var left = random.Next(1, 200);
            try
            {
                await foreach (var notice in cluster.Client.WatchAsync<ConfigMap>("default", position, cancel))
                {
                    seen.Add(RevisionOf(notice.Object));
                    position = notice.Object.Metadata.ResourceVersion;
                    if (notice.Object.Metadata.Name == "end") return seen;
                    if (--left == 0) break;
                }
            }
            catch (OperationCanceledException e)
            {
                throw new TimeoutException($"watcher {seed} saw {seen.Count} changes, the last at {position}, in {watches} watches, and waits", e);
            }
        }
    }

    private async Task<List<long>> WriteAsync(TestCluster cluster, int writer)
    {
        var revisions = new List<long>();
        var name = $"of-{writer}";
        for (var i = 0; i < s_writesEach; i++)
        {
            await Task.Yield();
            var value = new ConfigMap { Metadata = new() { Name = name, Namespace = "default" }, Data = MapOf.Of(("n", Text(i))) };
            var written = (i % 10) switch
            {
                0 => await cluster.Client.CreateAsync(value, Cancel),
                9 => await DeleteAsync(cluster, name),
                _ => await cluster.Client.UpdateAsync(value, Cancel),
            };
            revisions.Add(RevisionOf(written.Value));
        }

        return revisions;
    }

    private ValueTask<ApiResult<ConfigMap>> DeleteAsync(TestCluster cluster, string name) =>
        cluster.Client.DeleteAsync<ConfigMap>(new("default", name), new DeleteOptions(), Cancel);

    private static long RevisionOf(ConfigMap value) => long.Parse(value.Metadata.ResourceVersion, CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
