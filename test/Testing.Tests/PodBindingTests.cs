using Kybernet.Api.Core.V1;

namespace Kybernet.Testing.Tests;

/// <summary>What binding a pod does to the stored object.</summary>
public sealed class PodBindingTests : LimitedTest
{
    [Fact]
    public async Task Bind_APendingPod_SetsNodeAndConditionAndNoOwner()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        var pod = await CreateAsync(cluster);

        var done = await BindAsync(cluster, pod.Metadata.Uid);
        var bound = (await cluster.Client.GetAsync<Pod>(new("default", "a"), Cancel)).Value;

        Assert.Null(done);
        Assert.Equal("node-1", bound.Spec.NodeName);
        Assert.Contains(bound.Status.Conditions, static condition => condition is { Type: "PodScheduled", Status: "True" });
        Assert.NotEqual(pod.Metadata.ResourceVersion, bound.Metadata.ResourceVersion);
        Assert.False(pod.Metadata.ManagedFields.IsEmpty);
        Assert.Equal(pod.Metadata.ManagedFields, bound.Metadata.ManagedFields);
    }

    [Fact]
    public async Task Bind_ABoundPod_Conflicts()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await CreateAsync(cluster);
        Assert.Null(await BindAsync(cluster, ""));

        var again = await BindAsync(cluster, "");

        Assert.Equal(409, again!.Code);
        Assert.Contains("pod a is already assigned to node \"node-1\"", again.Message, StringComparison.Ordinal);
        Assert.Equal("node-1", (await cluster.Client.GetAsync<Pod>(new("default", "a"), Cancel)).Value.Spec.NodeName);
    }

    [Fact]
    public async Task Bind_WithAnotherUid_Conflicts()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await CreateAsync(cluster);

        var refused = await BindAsync(cluster, "8c1f2d9a-0000-4000-8000-000000000000");

        Assert.Equal(409, refused!.Code);
        Assert.Empty((await cluster.Client.GetAsync<Pod>(new("default", "a"), Cancel)).Value.Spec.NodeName);
    }

    [Fact]
    public async Task Bind_NoSuchPod_IsNotFound()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);

        Assert.True((await BindAsync(cluster, ""))!.IsNotFound);
    }

    private async Task<Pod> CreateAsync(TestCluster cluster)
    {
        var pod = new Pod
        {
            Metadata = new() { Namespace = "default", Name = "a" },
            Spec = PodSpec.Empty with { Containers = [Container.Empty with { Name = "c", Image = "i" }] },
        };
        return (await cluster.Client.CreateAsync(pod, Cancel)).Value;
    }

    private async Task<Machinery.Statuses.ApiError?> BindAsync(TestCluster cluster, string uid)
    {
        var binding = Binding.Empty with
        {
            Metadata = new() { Namespace = "default", Name = "a", Uid = uid },
            Target = new() { Kind = "Node", Name = "node-1" },
        };
        return (await cluster.Client.CreateAtAsync<Pod, Binding>(new("default", "a"), "binding", binding, Cancel)).Error;
    }
}
