using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Namespaces;
using Kybernet.Controllers.Tests.Running;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.Tests.Namespaces;

public sealed class NamespaceControllerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeletedNamespace_IsEmptied_AndGoes()
    {
        await using var made = await StartAsync();
        await made.Cluster.Client.CreateAsync(new Namespace { Metadata = new() { Name = "a" } }, Cancel);
        await made.Cluster.Client.CreateAsync(new ConfigMap { Metadata = new() { Name = "c", Namespace = "a" } }, Cancel);
        await made.Cluster.Client.CreateAsync(new ServiceAccount { Metadata = new() { Name = "s", Namespace = "a" } }, Cancel);

        await made.Cluster.Client.DeleteAsync<Namespace>(new("a"), new(), Cancel);

        await GoneAsync(made);
        Assert.Empty((await made.Cluster.Client.ListAsync<ConfigMap>("a", "", Cancel)).Value.Items);
        Assert.NotEmpty((await made.Cluster.Client.ListAsync<Namespace>("", "", Cancel)).Value.Items);
    }

    [Fact]
    public async Task LastPod_IsGone_NamespaceGoesWithoutWaitingForTheGraceOfIt()
    {
        await using var made = await StartAsync();
        await made.Cluster.Client.CreateAsync(new Namespace { Metadata = new() { Name = "a" } }, Cancel);
        await made.Cluster.Client.CreateAsync(BoundPod(), Cancel);
        await made.Cluster.Client.DeleteAsync<Namespace>(new("a"), new(), Cancel);
        await made.PassAsync(TimeSpan.FromSeconds(1), async () => (await ReadAsync(made)).Status.Conditions.Count == 5, Cancel);

        await made.Cluster.Client.DeleteAsync<Pod>(new("a", "p"), new() { GracePeriodSeconds = 0 }, Cancel);

        // No time passes: without the pod's end nobody would look before half of its 30 seconds are over.
        await GoneAsync(made, TimeSpan.Zero);
    }

    [Fact]
    public async Task ContentWithAFinalizer_IsToldInConditions_AndHoldsTheNamespace()
    {
        await using var made = await StartAsync();
        await made.Cluster.Client.CreateAsync(new Namespace { Metadata = new() { Name = "a" } }, Cancel);
        await made.Cluster.Client.CreateAsync(new ConfigMap { Metadata = new() { Name = "c", Namespace = "a", Finalizers = ["test/hold"] } }, Cancel);
        await made.Cluster.Client.DeleteAsync<Namespace>(new("a"), new(), Cancel);

        await made.PassAsync(TimeSpan.FromSeconds(1), async () => (await ReadAsync(made)).Status.Conditions.Count == 5, Cancel);

        var conditions = (await ReadAsync(made)).Status.Conditions;
        Assert.Equal("Some resources are remaining: configmaps. has 1 resource instances", conditions[3].Message);
        Assert.Equal("Some content in the namespace has finalizers remaining: test/hold in 1 resource instances", conditions[4].Message);
        Assert.Equal("ContentDeleted", conditions[2].Reason);
        var held = (await made.Cluster.Client.GetAsync<ConfigMap>(new("a", "c"), Cancel)).Value;
        await made.Cluster.Client.UpdateAsync(held with { Metadata = held.Metadata with { Finalizers = [] } }, Cancel);
        await GoneAsync(made);
    }

    [Fact]
    public void Conditions_OfAnEmptyNamespace_AreAllWell()
    {
        var conditions = NamespacePlan.Conditions([], new(), DateTimeOffset.UnixEpoch);

        Assert.Equal(
            ["ResourcesDiscovered", "ParsedGroupVersions", "ContentDeleted", "ContentRemoved", "ContentHasNoFinalizers"],
            conditions.Select(static condition => condition.Reason));
        Assert.All(conditions, static condition => Assert.Equal(ConditionStatus.False, condition.Status));
        Assert.Equal(conditions, NamespacePlan.Conditions(conditions, new(), DateTimeOffset.UnixEpoch.AddDays(1)));
    }

    [Fact]
    public void Conditions_WhatWentWrong_IsSorted()
    {
        var report = new ContentReport
        {
            ContentFailures = ["b", "a"],
            Remaining = new Dictionary<GroupVersionResource, int> { [new("", "v1", "pods")] = 2, [new("apps", "v1", "deployments")] = 1 },
        };

        var conditions = NamespacePlan.Conditions([], report, DateTimeOffset.UnixEpoch);

        Assert.Equal("Failed to delete all resource types, 2 remaining: a, b", conditions[2].Message);
        Assert.Equal("Some resources are remaining: deployments.apps has 1 resource instances, pods. has 2 resource instances", conditions[3].Message);
    }

    /// <summary>A pod on a node gets its grace; the kubelet ends it.</summary>
    private static Pod BoundPod() => new()
    {
        Metadata = new() { Name = "p", Namespace = "a" },
        Spec = new() { NodeName = "n1", Containers = [new() { Name = "c", Image = "web:1" }] },
    };

    private static Task<ControllersUnderTest> StartAsync() => ControllersUnderTest.StartAsync(
        ControllersOptions.Default, Cancel, NamespaceController.Create);

    private static async Task<Namespace> ReadAsync(ControllersUnderTest made) => (await made.Cluster.Client.GetAsync<Namespace>(new("a"), Cancel)).Value;

    private static Task GoneAsync(ControllersUnderTest made, TimeSpan? step = null) => made.PassAsync(
        step ?? TimeSpan.FromSeconds(1), async () => (await made.Cluster.Client.GetAsync<Namespace>(new("a"), Cancel)).Error is { IsNotFound: true }, Cancel);
}
