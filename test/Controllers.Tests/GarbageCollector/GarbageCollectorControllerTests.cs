using Kybernet.Api.Core.V1;
using Kybernet.Controllers.GarbageCollector;
using Kybernet.Controllers.Tests.Running;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.Tests.GarbageCollector;

public sealed class GarbageCollectorControllerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Background_DependentsGoAfterTheOwner()
    {
        await using var made = await StartAsync();
        var owner = await CreateAsync(made, "owner");
        await CreateAsync(made, "child", owner);

        await DeleteAsync(made, "owner", DeletionPropagation.Background);

        await GoneAsync(made, "child");
    }

    [Fact]
    public async Task Foreground_OwnerWaitsForItsBlockingDependents()
    {
        await using var made = await StartAsync();
        var owner = await CreateAsync(made, "owner");
        await CreateAsync(made, "child", [Reference(owner)], ["test/hold"]);

        await DeleteAsync(made, "owner", DeletionPropagation.Foreground);
        var held = await made.Cluster.EventuallyAsync<ConfigMap>("default/child", static map => map.Metadata.DeletionTimestamp is not null, Cancel);
        Assert.True((await made.Cluster.Client.GetAsync<ConfigMap>(new("default", "owner"), Cancel)).IsOk);
        await made.Cluster.Client.UpdateAsync(held with { Metadata = held.Metadata with { Finalizers = [] } }, Cancel);

        await GoneAsync(made, "owner");
    }

    [Fact]
    public async Task Orphan_DependentsLiveOnWithoutTheReference()
    {
        await using var made = await StartAsync();
        var owner = await CreateAsync(made, "owner");
        await CreateAsync(made, "child", owner);

        await DeleteAsync(made, "owner", DeletionPropagation.Orphan);

        await GoneAsync(made, "owner");
        var child = await made.Cluster.EventuallyAsync<ConfigMap>("default/child", static map => map.Metadata.OwnerReferences.IsEmpty, Cancel);
        Assert.Null(child.Metadata.DeletionTimestamp);
    }

    [Fact]
    public async Task TwoOwners_OneGone_TheOtherKeepsTheDependent()
    {
        await using var made = await StartAsync();
        var first = await CreateAsync(made, "first");
        var second = await CreateAsync(made, "second");
        await CreateAsync(made, "child", [Reference(first), Reference(second)], []);

        await DeleteAsync(made, "first", DeletionPropagation.Background);

        var child = await made.Cluster.EventuallyAsync<ConfigMap>("default/child", static map => map.Metadata.OwnerReferences.Count == 1, Cancel);
        Assert.Equal("second", child.Metadata.OwnerReferences[0].Name);
    }

    [Fact]
    public async Task OwnerThatNeverWas_TheDependentGoes()
    {
        await using var made = await StartAsync();

        await CreateAsync(made, "child", [new() { ApiVersion = "v1", Kind = "ConfigMap", Name = "none", Uid = "11111111-1111-1111-1111-111111111111" }], []);

        await GoneAsync(made, "child");
    }

    [Fact]
    public async Task OwnerInAnotherNamespace_IsReported_AndTheDependentGoes()
    {
        await using var made = await StartAsync();
        var owner = (await made.Cluster.Client.CreateAsync(new ConfigMap { Metadata = new() { Name = "owner", Namespace = "kube-public" } }, Cancel)).Value;

        await CreateAsync(made, "child", owner);

        await GoneAsync(made, "child");
        var told = Assert.Single(made.Events.All);
        Assert.Equal(("child", "Warning", "OwnerRefInvalidNamespace"), (told.About, told.Type, told.Reason));
        Assert.Equal(
            $"ownerRef [v1/ConfigMap, namespace: default, name: owner, uid: {owner.Metadata.Uid}] does not exist in namespace \"default\"", told.Message);
    }

    [Fact]
    public async Task ClusterScopedOwner_ItsNamespacedDependentsGoWithIt()
    {
        await using var made = await StartAsync();
        var owner = (await made.Cluster.Client.CreateAsync(new Node { Metadata = new() { Name = "n" } }, Cancel)).Value;
        await CreateAsync(made, "child", [new() { ApiVersion = "v1", Kind = "Node", Name = "n", Uid = owner.Metadata.Uid }], []);

        await made.Cluster.Client.DeleteAsync<Node>(new("n"), new(), Cancel);

        await GoneAsync(made, "child");
    }

    [Fact]
    public async Task Circle_DeletedInTheForeground_Ends()
    {
        await using var made = await StartAsync();
        var first = await CreateAsync(made, "first");
        var second = await CreateAsync(made, "second", first);
        await made.Cluster.Client.UpdateAsync(first with { Metadata = first.Metadata with { OwnerReferences = [Reference(second)] } }, Cancel);

        await DeleteAsync(made, "first", DeletionPropagation.Foreground);

        await GoneAsync(made, "first");
        await GoneAsync(made, "second");
    }

    private static Task<ControllersUnderTest> StartAsync() => ControllersUnderTest.StartAsync(
        ControllersOptions.Default, Cancel, static context => new GarbageCollectorController(context));

    private static Task<ConfigMap> CreateAsync(ControllersUnderTest made, string name, params ConfigMap[] owners) =>
        CreateAsync(made, name, owners.Select(Reference).ToListOf(), []);

    private static async Task<ConfigMap> CreateAsync(ControllersUnderTest made, string name, ListOf<OwnerReference> owners, ListOf<string> finalizers)
    {
        var map = new ConfigMap { Metadata = new() { Name = name, Namespace = "default", OwnerReferences = owners, Finalizers = finalizers } };
        return (await made.Cluster.Client.CreateAsync(map, Cancel)).Value;
    }

    private static OwnerReference Reference(ConfigMap owner) => new()
    {
        ApiVersion = "v1",
        Kind = "ConfigMap",
        Name = owner.Metadata.Name,
        Uid = owner.Metadata.Uid,
        BlockOwnerDeletion = true,
    };

    private static async Task DeleteAsync(ControllersUnderTest made, string name, string propagation) => Assert.True(
        (await made.Cluster.Client.DeleteAsync<ConfigMap>(new("default", name), new() { PropagationPolicy = propagation }, Cancel)).IsOk);

    private static Task GoneAsync(ControllersUnderTest made, string name) => made.PassAsync(
        TimeSpan.FromSeconds(1),
        async () => (await made.Cluster.Client.GetAsync<ConfigMap>(new("default", name), Cancel)).Error is { IsNotFound: true },
        Cancel);
}
