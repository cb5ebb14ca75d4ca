using Kybernet.Api;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Autoscaling.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Discovery;
using Kybernet.Client.Informers;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Collections;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Client.Tests.Transport;

/// <summary>What holds for every way to an API server. The classes below it say which.</summary>
public abstract class TransportContract : IAsyncLifetime
{
    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract TestCluster Cluster { get; }

    protected abstract IApiTransport Transport { get; }

    protected abstract IApiDiscovery Discovery { get; }

    private ApiClient Client => new(Transport, new(ApiSchema.Create()), "test");

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task Write_ThenRead_IsTheSameObject()
    {
        var created = (await Client.CreateAsync(Map("a"), Cancel)).Value;
        var updated = (await Client.UpdateAsync(created with { Data = MapOf.Of(("n", "2")) }, Cancel)).Value;
        var read = (await Client.GetAsync<ConfigMap>(new("default", "a"), Cancel)).Value;

        Assert.Equal(updated, read);
        Assert.Equal("2", read.Data["n"]);
        Assert.Equal("test", Assert.Single(read.Metadata.ManagedFields).Manager);
    }

    [Fact]
    public async Task Failures_AreTheServersWords()
    {
        var missing = await Client.GetAsync<ConfigMap>(new("default", "a"), Cancel);
        var created = (await Client.CreateAsync(Map("a"), Cancel)).Value;
        var twice = await Client.CreateAsync(Map("a"), Cancel);
        await Client.UpdateAsync(created with { Data = MapOf.Of(("n", "2")) }, Cancel);
        var stale = await Client.UpdateAsync(created with { Data = MapOf.Of(("n", "3")) }, Cancel);
        var invalid = await Client.CreateAsync(Map("A_B"), Cancel);

        Assert.Equal((true, "configmaps \"a\" not found"), (missing.Error!.IsNotFound, missing.Error.Message));
        Assert.True(twice.Error!.IsAlreadyExists);
        Assert.True(stale.Error!.IsConflict);
        Assert.Equal("metadata.name", Assert.Single(invalid.Error!.Details!.Causes).Field);
    }

    [Theory]
    [InlineData(PatchKind.Merge, """{"data":{"m":"x"}}""")]
    [InlineData(PatchKind.StrategicMerge, """{"data":{"m":"x"}}""")]
    [InlineData(PatchKind.Json, """[{"op":"add","path":"/data/m","value":"x"}]""")]
    public async Task Patch_OfEachKind_ChangesPart(PatchKind kind, string json)
    {
        await Client.CreateAsync(Map("a"), Cancel);

        var patched = (await Client.PatchAsync<ConfigMap>(new("default", "a"), new(kind, System.Text.Encoding.UTF8.GetBytes(json)), "", Cancel)).Value;

        Assert.Equal(("1", "x"), (patched.Data["n"], patched.Data["m"]));
    }

    [Fact]
    public async Task Apply_Twice_OwnsItsFields()
    {
        await Client.ApplyAsync(Map("a"), "one", force: false, Cancel);
        var conflict = await Client.ApplyAsync(Map("a", "2"), "two", force: false, Cancel);
        var forced = (ConfigMap)(await Client.ApplyAsync(Map("a", "2"), "two", force: true, Cancel)).Value;

        Assert.True(conflict.Error!.IsConflict);
        Assert.Equal("2", forced.Data["n"]);
    }

    [Fact]
    public async Task Delete_WithPreconditions_HoldsForThatObjectOnly()
    {
        var created = (await Client.CreateAsync(Map("a"), Cancel)).Value;
        var other = await Client.DeleteAsync<ConfigMap>(new("default", "a"), new() { Preconditions = new() { Uid = "another" } }, Cancel);
        var deleted = await Client.DeleteAsync<ConfigMap>(
            new("default", "a"), new() { Preconditions = new() { Uid = created.Metadata.Uid }, PropagationPolicy = "Background" }, Cancel);

        Assert.True(other.Error!.IsConflict);
        Assert.Equal(created.Metadata.Uid, deleted.Value.Metadata.Uid);
        Assert.True((await Client.GetAsync<ConfigMap>(new("default", "a"), Cancel)).Error!.IsNotFound);
    }

    [Fact]
    public async Task DeleteAll_BySelector_LeavesTheOthers()
    {
        foreach (var name in new[] { "a", "b", "c" }) await Client.CreateAsync(Map(name), Cancel);

        await Client.DeleteAllAsync<ConfigMap>("default", "", "metadata.name!=b", new(), Cancel);

        Assert.Equal("b", Assert.Single((await Client.ListAsync<ConfigMap>("default", "", Cancel)).Value.Items).Metadata.Name);
    }

    [Fact]
    public async Task Subresources_StatusScaleBindingEvictionToken()
    {
        var web = (await Client.CreateAsync(Web(), Cancel)).Value;
        var withStatus = (await Client.UpdateStatusAsync(web with { Status = new() { Replicas = 2 } }, Cancel)).Value;
        var scale = (await Client.GetAtAsync<Deployment, Scale>(new("default", "web"), "scale", Cancel)).Value;
        var wanted = scale with { Spec = new() { Replicas = 5 } };
        var scaled = (await Client.UpdateAtAsync<Deployment, Scale>(new("default", "web"), "scale", wanted, Cancel)).Value;
        await Client.CreateAsync(Pod(), Cancel);
        var binding = new Binding { Metadata = new() { Namespace = "default", Name = "p" }, Target = new() { Kind = "Node", Name = "n1" } };
        var bound = await Client.CreateAtAsync<Pod, Binding>(new("default", "p"), "binding", binding, Cancel);
        var pod = (await Client.GetAsync<Pod>(new("default", "p"), Cancel)).Value;
        var eviction = new Api.Policy.V1.Eviction { Metadata = new() { Namespace = "default", Name = "p" } };
        var evicted = await Client.CreateAtAsync<Pod, Api.Policy.V1.Eviction>(new("default", "p"), "eviction", eviction, Cancel);

        Assert.Equal(2, withStatus.Status.Replicas);
        Assert.Equal((3, 2, 5), (scale.Spec.Replicas, scale.Status.Replicas, scaled.Spec.Replicas));
        Assert.True(bound.IsOk, bound.Error?.Message);
        Assert.Equal("n1", pod.Spec.NodeName);
        Assert.True(evicted.IsOk, evicted.Error?.Message);
    }

    [Fact]
    public async Task List_ManyObjects_IsCompleteAndSelected()
    {
        for (var i = 0; i < 620; i++) await Cluster.Client.CreateAsync(Map($"m-{i}", i % 2 == 0 ? "even" : "odd"), Cancel);

        var all = (await Client.ListAsync<ConfigMap>("default", "", Cancel)).Value;
        var some = (await Client.ListAsync<ConfigMap>("default", "n=odd", Cancel)).Value;
        var metadata = (await Transport.ListAsync(
            new(ApiVerb.List, new("", "v1", "configmaps")) { Namespace = "default", IsMetadataOnly = true, ResourceVersion = "0" }, Cancel)).Value;

        Assert.Equal((620, 310, 620), (all.Items.Count, some.Items.Count, metadata.Items.Count));
        Assert.Equal(all.Items.Select(map => map.Metadata.Uid), metadata.Items.Select(item => item.Metadata.Uid));
        Assert.NotEmpty(all.ResourceVersion);
    }

    [Fact]
    public async Task Informer_FollowsWhatOthersDo()
    {
        await Cluster.Client.CreateAsync(Map("a"), Cancel);
        await using var informers = new SharedInformers(Transport, new(ApiSchema.Create()), TimeProvider.System, 1, NullLoggerFactory.Instance);
        var maps = informers.Of<ConfigMap>(new() { Namespace = "default" });
        await maps.WaitForSyncAsync(Cancel);
        var seen = System.Threading.Channels.Channel.CreateUnbounded<string>();
        using var subscription = maps.Subscribe(change => seen.Writer.TryWrite($"{change.Old?.Data["n"]}>{change.New?.Data["n"]}"));

        await Cluster.Client.UpdateAsync(Map("a", "2"), Cancel);
        await Cluster.Client.DeleteAsync<ConfigMap>(new("default", "a"), new(), Cancel);

        foreach (var expected in new[] { ">1", "1>2", "2>" }) Assert.Equal(expected, await seen.Reader.ReadAsync(Cancel));
    }

    [Fact]
    public async Task MetadataInformer_OfAnyResource_HasTheMetadata()
    {
        await Cluster.Client.CreateAsync(Map("a"), Cancel);
        await using var maps = new MetadataInformer(Transport, new("", "v1", "configmaps"), TimeProvider.System, 1, NullLoggerFactory.Instance);
        await maps.WaitForSyncAsync(Cancel);
        var seen = System.Threading.Channels.Channel.CreateUnbounded<string>();
        using var subscription = maps.Subscribe(change => seen.Writer.TryWrite(change.Any.Metadata.Name));

        await Cluster.Client.CreateAsync(Map("b"), Cancel);
        while (await seen.Reader.ReadAsync(Cancel) != "b")
        {
        }

        Assert.NotEmpty(maps.Find(new("default", "b"))!.Metadata.Uid);
    }

    [Fact]
    public async Task Watch_FromAVersionLongGone_Is410()
    {
        var call = new ApiCall(ApiVerb.List, new("", "v1", "configmaps")) { ResourceVersion = "1" };
        for (var i = 0; i < 3; i++) await Cluster.Client.CreateAsync(Map($"a-{i}"), Cancel);

        var thrown = await Record.ExceptionAsync(async () =>
        {
            await foreach (var _ in Transport.WatchAsync(call, Cancel)) return;
        });

        // A server that still knows everything since then may tell it; what may not be is silence.
        if (thrown is not null) Assert.True(Assert.IsType<ApiException>(thrown).Error.IsResourceExpired);
    }

    [Fact]
    public async Task Discovery_PreferredResources_AreOncePerGroup()
    {
        var preferred = (await Discovery.ResourcesAsync(Cancel)).Value.Preferred();

        var pods = Assert.Single(preferred, resource => resource.Resource.Resource == "pods");
        Assert.Equal((new("", "v1", "Pod"), true), (pods.Kind, pods.IsNamespaced));
        Assert.Contains("deletecollection", pods.Verbs);
        Assert.Contains("binding", pods.Subresources);
        Assert.Equal("v2", Assert.Single(preferred, resource => resource.Resource.Resource == "horizontalpodautoscalers").Resource.Version);
        Assert.Equal(preferred.Count, preferred.DistinctBy(resource => resource.Resource.GroupResource).Count());
    }

    private static ConfigMap Map(string name, string n = "1") => new()
    {
        Metadata = new() { Name = name, Namespace = "default", Labels = MapOf.Of(("n", n)) },
        Data = MapOf.Of(("n", n)),
    };

    private static PodTemplateSpec Template() => new()
    {
        Metadata = new() { Labels = MapOf.Of(("app", "web")) },
        Spec = new() { Containers = [new() { Name = "c", Image = "i" }] },
    };

    private static Deployment Web() => new()
    {
        Metadata = new() { Name = "web", Namespace = "default" },
        Spec = new() { Replicas = 3, Selector = new() { MatchLabels = MapOf.Of(("app", "web")) }, Template = Template() },
    };

    private static Pod Pod() => new() { Metadata = new() { Name = "p", Namespace = "default" }, Spec = Template().Spec };
}
