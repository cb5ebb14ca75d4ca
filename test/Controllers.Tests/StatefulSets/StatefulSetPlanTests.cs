using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.StatefulSets;
using Kybernet.Machinery.Values;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Tests.StatefulSets;

public sealed class StatefulSetPlanTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    // policy, replicas, partition, pods (number, revision, state), created, deleted
    [InlineData("OrderedReady", 2, 0, "", "0:new", "")]
    [InlineData("Parallel", 2, 0, "", "0:new,1:new", "")]
    [InlineData("OrderedReady", 2, 0, "0:new:ready", "1:new", "")]
    [InlineData("OrderedReady", 2, 0, "0:new:pending", "", "")]
    [InlineData("OrderedReady", 1, 0, "0:new:failed", "", "0")]
    [InlineData("OrderedReady", 1, 0, "0:new:ready,1:new:ready,2:new:ready", "", "2")]
    [InlineData("OrderedReady", 1, 0, "0:new:ready,1:new:pending,2:new:ready", "", "2")]
    [InlineData("OrderedReady", 1, 0, "0:new:ready,1:new:ready,2:new:going", "", "")]
    [InlineData("Parallel", 1, 0, "0:new:ready,1:new:ready,2:new:ready", "", "2,1")]
    [InlineData("OrderedReady", 3, 0, "0:old:ready,1:old:ready,2:old:ready", "", "2")]
    [InlineData("OrderedReady", 3, 0, "0:old:ready,1:old:ready,2:new:ready", "", "1")]
    [InlineData("OrderedReady", 3, 2, "0:old:ready,1:old:ready,2:new:ready", "", "")]
    [InlineData("OrderedReady", 3, 2, "0:old:ready,2:new:ready", "1:old", "")]
    [InlineData("Parallel", 3, 0, "0:old:ready,1:old:ready,2:new:pending", "", "")]
    public void For_Pods_TakesTheNextStep(string policy, int replicas, int partition, string pods, string created, string deleted)
    {
        var set = NewSet(policy, replicas, partition);
        var revisions = new StatefulRevisions(new("old", set.Spec.Template), new("new", set.Spec.Template), null);

        var plan = StatefulSetPlan.For(set, revisions, [.. Split(pods).Select(text => NewPod(set, text))], s_now);

        Assert.Equal(created, string.Join(',', plan.Create.Select(pod => $"{StatefulPods.OrdinalOf(set, pod)}:{StatefulPods.RevisionOf(pod)}")));
        Assert.Equal(deleted, string.Join(',', plan.Delete.Select(pod => StatefulPods.OrdinalOf(set, pod))));
    }

    [Fact]
    public void For_AllUpdated_EndsTheRollout()
    {
        var set = NewSet("OrderedReady", 1, 0);
        var revisions = new StatefulRevisions(new("old", set.Spec.Template), new("new", set.Spec.Template), null);

        var status = StatefulSetPlan.For(set, revisions, [NewPod(set, "0:new:ready")], s_now).Status;

        Assert.Equal(("new", "new", 1, 1), (status.CurrentRevision, status.UpdateRevision, status.CurrentReplicas, status.UpdatedReplicas));
    }

    [Theory]
    [InlineData("web-0", 0)]
    [InlineData("web-12", 12)]
    [InlineData("web-x", -1)]
    [InlineData("web", -1)]
    [InlineData("other-1", -1)]
    public void OrdinalOf_Name_IsItsNumber(string name, int ordinal) =>
        Assert.Equal(ordinal, StatefulPods.OrdinalOf(NewSet("OrderedReady", 1, 0), new() { Metadata = new() { Name = name } }));

    private static StatefulSet NewSet(string policy, int replicas, int partition) => new()
    {
        Metadata = new() { Name = "web", Namespace = "default", Uid = "u" },
        Spec = new()
        {
            Replicas = replicas,
            PodManagementPolicy = policy,
            UpdateStrategy = new() { Type = StatefulSetUpdateStrategyType.RollingUpdate, RollingUpdate = new() { Partition = partition } },
        },
    };

    private static Pod NewPod(StatefulSet set, string text)
    {
        if (text.Split(':') is not [var number, var revision, var state]) throw new ArgumentException(text, nameof(text));
        var pod = StatefulPods.NewPod(set, new(revision, set.Spec.Template), int.Parse(number, System.Globalization.CultureInfo.InvariantCulture));
        return pod with
        {
            Metadata = pod.Metadata with { DeletionTimestamp = state == "going" ? Time.From(s_now) : null },
            Status = new()
            {
                Phase = state switch { "ready" or "going" => PodPhase.Running, "failed" => PodPhase.Failed, _ => PodPhase.Pending },
                Conditions = state == "ready"
                    ? [new PodCondition { Type = PodConditionType.Ready, Status = ConditionStatus.True, LastTransitionTime = Time.From(s_now) }]
                    : [],
            },
        };
    }

    private static string[] Split(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
