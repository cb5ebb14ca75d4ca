using Kybernet.Api.Core.V1;
using Kybernet.Controllers.TaintEviction;
using Kybernet.Controllers.Tests.Running;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.Tests.TaintEviction;

public sealed class TaintEvictionTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, null, null, null)]
    [InlineData(true, null, null, 0L)]
    [InlineData(true, 300L, null, 300L)]
    [InlineData(true, 0L, null, 0L)]
    [InlineData(true, -1L, null, null)]
    [InlineData(true, 300L, 100L, 100L)]
    [InlineData(false, 300L, 100L, null)]
    public void For_TaintAndToleration_SaysWhen(bool isTainted, long? tolerated, long? scheduled, long? expected)
    {
        var plan = EvictionPlan.For(PodWith(tolerated), NodeWith(isTainted), scheduled is { } at ? s_now.AddSeconds(at) : null, s_now);

        Assert.Equal(expected is { } seconds ? s_now.AddSeconds(seconds) : null, plan.EvictAt);
        Assert.Equal(expected is null && scheduled is not null, plan.IsCancelled);
    }

    [Fact]
    public async Task ToleratedPod_GoesWhenItsTimeIsOver_TheOtherAtOnce()
    {
        await using var made = await ControllersUnderTest.StartAsync(ControllersOptions.Default, Cancel, TaintEvictionController.Create);
        var client = made.Cluster.Client;
        await client.CreateAsync(NodeWith(true), Cancel);
        await client.CreateAsync(Named(PodWith(null), "now"), Cancel);
        await client.CreateAsync(Named(PodWith(300), "later"), Cancel);

        await GoneAsync("now");
        Assert.Null((await client.GetAsync<Pod>(new("default", "later"), Cancel)).Value.Metadata.DeletionTimestamp);
        await GoneAsync("later");

        Assert.True(made.Cluster.Clock.GetUtcNow() - s_now >= TimeSpan.FromSeconds(300));
        Assert.Contains(("later", "Normal", "TaintManagerEviction", "Marking for deletion Pod default/later"), made.Events.All);

        Task GoneAsync(string name) => made.PassAsync(
            TimeSpan.FromSeconds(1),
            async () =>
            {
                var read = await client.GetAsync<Pod>(new("default", name), Cancel);
                if (read.IsOk && read.Value.Metadata.DeletionTimestamp is not null)
                    Assert.Contains(read.Value.Status.Conditions, static condition => condition.Reason == "DeletionByTaintManager");
                return !read.IsOk || read.Value.Metadata.DeletionTimestamp is not null;
            },
            Cancel);
    }

    private static Pod Named(Pod pod, string name) => pod with { Metadata = new() { Name = name, Namespace = "default" } };

    /// <param name="tolerated">Seconds; -1 for ever; null for not at all.</param>
    private static Pod PodWith(long? tolerated)
    {
        ListOf<Toleration> tolerations = tolerated is null
            ? []
            : [
                new()
                {
                    Key = "k",
                    Operator = TolerationOperator.Exists,
                    Effect = TaintEffect.NoExecute,
                    TolerationSeconds = tolerated < 0 ? null : tolerated,
                },
            ];
        return new() { Spec = new() { NodeName = "node", Tolerations = tolerations, Containers = [new() { Name = "c", Image = "i" }] } };
    }

    private static Node NodeWith(bool isTainted) => new()
    {
        Metadata = new() { Name = "node" },
        Spec = new() { Taints = isTainted ? [new() { Key = "k", Effect = TaintEffect.NoExecute }] : [] },
    };
}
