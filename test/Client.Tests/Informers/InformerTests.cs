using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Machinery.Collections;
using Kybernet.Testing;

namespace Kybernet.Client.Tests.Informers;

public sealed class InformerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_InProcess_GivesTheServersOwnInstance()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await cluster.Client.CreateAsync(NewConfigMap("default", "a"), Cancel);
        var informer = cluster.Informers.Of<ConfigMap>();
        await informer.WaitForSyncAsync(Cancel);
        await cluster.Client.CreateAsync(NewConfigMap("default", "b"), Cancel);
        await SeesAsync(informer, copy => copy.Find(new("default", "b")) is not null);

        foreach (var name in new[] { "a", "b" })
            Assert.Same((await cluster.Client.GetAsync<ConfigMap>(new("default", name), Cancel)).Value, informer.Find(new("default", name)));
    }

    [Fact]
    public async Task Of_Twice_IsOneInformerAScope()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);

        Assert.Same(cluster.Informers.Of<ConfigMap>(), cluster.Informers.Of<ConfigMap>(new()));
        Assert.NotSame(cluster.Informers.Of<ConfigMap>(), cluster.Informers.Of<ConfigMap>(new() { Namespace = "default" }));
    }

    [Fact]
    public async Task Subscribe_SeesWhatThereIsAndThenEachChangeInOrder()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        var first = (await cluster.Client.CreateAsync(NewConfigMap("default", "a"), Cancel)).Value;
        var informer = cluster.Informers.Of<ConfigMap>(new() { Namespace = "default", LabelSelector = "app" });
        await informer.WaitForSyncAsync(Cancel);
        var seen = new List<string>();
        var gone = new TaskCompletionSource();
        using var subscription = informer.Subscribe(change =>
        {
            seen.Add($"{change.Old?.Data["n"]}>{change.New?.Data["n"]}");
            if (change.New is null) gone.SetResult();
        });

        await cluster.Client.UpdateAsync(first with { Data = MapOf.Of(("n", "2")) }, Cancel);
        await cluster.Client.DeleteAsync<ConfigMap>(new("default", "a"), new(), Cancel);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancel);

        Assert.Equal([">1", "1>2", "2>"], seen);
        Assert.Null(informer.Find(new("default", "a")));
    }

    [Fact]
    public async Task Scope_Selectors_NarrowTheCopy()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await cluster.Client.CreateAsync(NewConfigMap("default", "a"), Cancel);
        await cluster.Client.CreateAsync(NewConfigMap("kube-system", "b"), Cancel);
        // The first list takes any state the server's cache has; after this it has both.
        await cluster.Client.ListAsync<ConfigMap>("", "", Cancel);
        var byName = cluster.Informers.Of<ConfigMap>(new() { FieldSelector = "metadata.name=b" });
        var byNamespace = cluster.Informers.Of<ConfigMap>(new() { Namespace = "default", LabelSelector = "app=x" });
        await byName.WaitForSyncAsync(Cancel);
        await byNamespace.WaitForSyncAsync(Cancel);

        Assert.Equal("b", Assert.Single(byName.List()).Metadata.Name);
        Assert.Equal("a", Assert.Single(byNamespace.List()).Metadata.Name);
    }

    [Fact]
    public async Task Index_FollowsChanges()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        var informer = cluster.Informers.Of<ConfigMap>(new() { LabelSelector = "app" });
        var index = informer.AddIndex("n", static map => [map.Data["n"]]);
        var first = (await cluster.Client.CreateAsync(NewConfigMap("default", "a"), Cancel)).Value;
        await SeesAsync(informer, _ => index.Find("1").Count == 1);

        await cluster.Client.UpdateAsync(first with { Data = MapOf.Of(("n", "2")) }, Cancel);
        await SeesAsync(informer, _ => index.Find("2").Count == 1);
        Assert.Empty(index.Find("1"));

        await cluster.Client.DeleteAsync<ConfigMap>(new("default", "a"), new(), Cancel);
        await SeesAsync(informer, _ => index.Find("2").Count == 0);
        Assert.Same(index, informer.AddIndex("n", static _ => []));
    }

    /// <summary>Waits until a change brings it about.</summary>
    private static async Task SeesAsync(IInformer<ConfigMap> informer, Func<IInformer<ConfigMap>, bool> isSo)
    {
        var seen = new TaskCompletionSource();
        await informer.WaitForSyncAsync(Cancel);
        using var subscription = informer.Subscribe(_ =>
        {
            if (isSo(informer)) seen.TrySetResult();
        });
        if (isSo(informer)) return;
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
    }

    private static ConfigMap NewConfigMap(string @namespace, string name) => new()
    {
        Metadata = new() { Name = name, Namespace = @namespace, Labels = MapOf.Of(("app", "x")) },
        Data = MapOf.Of(("n", "1")),
    };
}
