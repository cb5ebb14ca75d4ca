using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.DaemonSets;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Tests.DaemonSets;

public sealed class DaemonSetPlanTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // nodes with their pods: o old, n new, upper case available → pods deleted, nodes created on
    [Theory]
    [InlineData(0, 1, "a:O b:O c:O", "a", "")]
    [InlineData(0, 2, "a:O b:O c:O", "a b", "")]
    [InlineData(0, 1, "a:n b:O c:O", "", "")]
    [InlineData(0, 1, "a:N b:O c:O", "b", "")]
    [InlineData(0, 1, "a:O b:o c:O", "b", "")]
    [InlineData(1, 0, "a:O b:O c:O", "", "a")]
    [InlineData(1, 0, "a:On b:O c:O", "", "")]
    [InlineData(1, 0, "a:ON b:O c:O", "a", "b")]
    [InlineData(1, 0, "a:N b:o c:O", "", "b c")]
    public void Roll_Places_AreReplacedWithinLimits(int surge, int unavailable, string places, string deleted, string created)
    {
        var set = new DaemonSet
        {
            Spec = new()
            {
                UpdateStrategy = new()
                {
                    Type = DaemonSetUpdateStrategyType.RollingUpdate,
                    RollingUpdate = new() { MaxSurge = surge, MaxUnavailable = unavailable },
                },
            },
        };
        var nodes = places.Split(' ').Select(place => new Node { Metadata = new() { Name = place[..1] } }).ToList();
        var pods = places.Split(' ').SelectMany(place => place[2..].Select(state => (Node: place[..1], Pod: NewPod(place[..1], state))))
            .ToLookup(pair => pair.Node, pair => pair.Pod);

        var plan = DaemonSetPlan.Roll(set, nodes, pods, "new", s_now);

        Assert.Equal(deleted, string.Join(' ', plan.Delete.Select(pod => pod.Metadata.Name[..1])));
        Assert.Equal(created, string.Join(' ', plan.Create));
    }

    [Theory]
    [InlineData("", "", "", true, true)]
    [InlineData("disk", "ssd", "", true, true)]
    [InlineData("disk", "hdd", "", false, false)]
    [InlineData("", "", "NoSchedule", false, true)]
    [InlineData("", "", "NoExecute", false, false)]
    [InlineData("", "", "PreferNoSchedule", true, true)]
    public void On_NodesLabelsAndTaints_Decide(string key, string value, string effect, bool shouldRun, bool mayStay)
    {
        var selector = key.Length == 0 ? default : MapOf.Of((key, value));
        var set = new DaemonSet { Spec = new() { Template = new() { Spec = new() { NodeSelector = selector } } } };
        var taints = effect.Length == 0 ? default : (ListOf<Taint>)[new Taint { Key = "k", Effect = effect }];
        var node = new Node { Metadata = new() { Name = "a", Labels = MapOf.Of(("disk", "ssd")) }, Spec = new() { Taints = taints } };

        Assert.Equal((shouldRun, mayStay), DaemonPods.On(set, node));
    }

    [Fact]
    public void NewPod_ForANode_AsksForItByNameAndBearsItsTroubles()
    {
        var pod = DaemonPods.NewPod(new DaemonSet { Metadata = new() { Name = "agent", Uid = "u" } }, "a", "h");

        Assert.Equal(("a", "h", 6), (DaemonPods.NodeOf(pod), pod.Metadata.Labels[DaemonPods.HashLabel], pod.Spec.Tolerations.Count));
        Assert.True(NodeFit.IsWanted(pod.Spec, new Node { Metadata = new() { Name = "a" } }));
        Assert.False(NodeFit.IsWanted(pod.Spec, new Node { Metadata = new() { Name = "b" } }));
    }

    private static Pod NewPod(string node, char state) => new()
    {
        Metadata = new() { Name = $"{node}-{state}", Labels = MapOf.Of((DaemonPods.HashLabel, char.ToLowerInvariant(state) == 'n' ? "new" : "old")) },
        Spec = new() { NodeName = node },
        Status = new()
        {
            Phase = PodPhase.Running,
            Conditions = [new PodCondition
            {
                Type = PodConditionType.Ready, LastTransitionTime = Time.From(s_now),
                Status = char.IsUpper(state) ? ConditionStatus.True : ConditionStatus.False,
            }],
        },
    };
}
