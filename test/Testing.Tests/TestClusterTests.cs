using Kybernet.Api.Core.V1;
using Kybernet.Client.Transport;

namespace Kybernet.Testing.Tests;

public sealed class TestClusterTests : LimitedTest
{
    [Fact]
    public async Task Create_ThenGet_GivesTheSameObject()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);

        var created = await cluster.Client.CreateAsync(NewConfigMap("a"), Cancel);
        var read = await cluster.Client.GetAsync<ConfigMap>(new("default", "a"), Cancel);

        Assert.Equal(created.Value, read.Value);
        Assert.NotEmpty(read.Value.Metadata.Uid);
    }

    [Fact]
    public async Task Get_OfNothing_IsAValueNotAnException()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);

        var read = await cluster.Client.GetAsync<ConfigMap>(new("default", "a"), Cancel);

        Assert.True(read.Error!.IsNotFound);
        Assert.Equal("configmaps \"a\" not found", read.Error.Message);
    }

    [Fact]
    public async Task Start_TwoHundredAtOnce_ShareNothing()
    {
        var clusters = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => TestCluster.StartAsync(new() { Seed = i }, Cancel)));
        try
        {
            await Task.WhenAll(clusters.Select(async (cluster, i) => (await cluster.Client.CreateAsync(NewConfigMap($"of-{i}"), Cancel)).Value));
            for (var i = 0; i < clusters.Length; i++)
            {
                var list = (await clusters[i].Client.ListAsync<ConfigMap>("default", "", Cancel)).Value;
                Assert.Equal($"of-{i}", Assert.Single(list.Items).Metadata.Name);
            }
        }
        finally
        {
            foreach (var cluster in clusters) await cluster.DisposeAsync();
        }
    }

    [Fact]
    public async Task Apply_Twice_ChangesWhatTheManifestChanged()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        const string Manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  x: VALUE\n";

        await cluster.ApplyAsync(Manifest.Replace("VALUE", "one", StringComparison.Ordinal), Cancel);
        await cluster.ApplyAsync(Manifest.Replace("VALUE", "two", StringComparison.Ordinal), Cancel);

        var read = (await cluster.Client.GetAsync<ConfigMap>(new("default", "a"), Cancel)).Value;
        Assert.Equal("two", read.Data["x"]);
        Assert.Equal("Apply", Assert.Single(read.Metadata.ManagedFields).Operation);
    }

    [Fact]
    public async Task Eventually_SeesAChangeMadeLater()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        var waiting = cluster.EventuallyAsync<ConfigMap>("default/a", map => map.Data.ContainsKey("y"), Cancel);

        var created = (await cluster.Client.CreateAsync(NewConfigMap("a"), Cancel)).Value;
        await cluster.Client.UpdateAsync(created with { Data = created.Data.SetItem("y", "1") }, Cancel);

        Assert.Equal("1", (await waiting).Data["y"]);
    }

    [Fact]
    public async Task Watch_TellsAdditionChangeAndDeletionInOrder()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        // From a known point: a watch without one begins with whatever is there when it comes to look.
        var empty = (await cluster.Client.ListAsync<ConfigMap>("default", "", Cancel)).Value;
        await using var watch = cluster.Client.WatchAsync<ConfigMap>("default", empty.ResourceVersion, Cancel).GetAsyncEnumerator(Cancel);
        var next = watch.MoveNextAsync();

        var created = (await cluster.Client.CreateAsync(NewConfigMap("a"), Cancel)).Value;
        await cluster.Client.UpdateAsync(created with { Data = created.Data.SetItem("y", "1") }, Cancel);
        await cluster.Client.DeleteAsync<ConfigMap>(new("default", "a"), new(), Cancel);

        foreach (var expected in new[] { WatchNoticeKind.Added, WatchNoticeKind.Modified, WatchNoticeKind.Deleted })
        {
            Assert.True(await next);
            Assert.Equal(expected, watch.Current.Kind);
            if (expected != WatchNoticeKind.Deleted) next = watch.MoveNextAsync();
        }
    }

    [Fact]
    public async Task Clock_Advanced_DatesNewObjects()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);

        cluster.Clock.Advance(TimeSpan.FromDays(1));
        var created = (await cluster.Client.CreateAsync(NewConfigMap("a"), Cancel)).Value;

        Assert.Equal("2026-01-02T00:00:00Z", created.Metadata.CreationTimestamp.ToString());
    }

    private static ConfigMap NewConfigMap(string name) => new()
    {
        Metadata = new() { Name = name, Namespace = "default" },
        Data = Machinery.Collections.MapOf.Of(("x", "1")),
    };
}
