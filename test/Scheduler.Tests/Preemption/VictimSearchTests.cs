using Kybernet.Api.Core.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.Machinery.Values;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Plugins.InterPodAffinity;
using Kybernet.Scheduler.Plugins.NodeResources;
using Kybernet.Scheduler.Plugins.PrioritySort;
using Kybernet.Scheduler.Preemption;
using Kybernet.Scheduler.Queue;
using Kybernet.Scheduler.Snapshot;
using Kybernet.Scheduler.Tests.Service;

namespace Kybernet.Scheduler.Tests.Preemption;

/// <summary>Facts: upstream's <c>TestDryRunPreemption</c>. The node has 4 CPUs; the preemptor has priority 100 and asks for 2.</summary>
public sealed class VictimSearchTests
{
    private const string Unhelpful = "0/1 nodes are available: 1 ";
    private readonly Nominator _nominator = new();
    private NodeTable _nodes = Given.Table(Given.Node("one", "{cpu: 4}", "{host: one}"));

    /// <summary>A pod is <c>priority/cpu</c>; one with <c>!</c> is under a budget that allows no disruption.</summary>
    [Theory]
    [InlineData("10/4", "10/4")]
    [InlineData("10/2 20/2", "10/2")]
    [InlineData("10/1 20/1 30/1 40/1", "20/1 10/1")]
    [InlineData("10/3 20/1", "10/3")]
    [InlineData("200/2 10/2", "10/2")]
    [InlineData("10/2! 20/2", "20/2")]
    [InlineData("10/4!", "10/4!")]
    [InlineData("10/1! 20/3!", "20/3!")]
    [InlineData("100/2 100/2", Unhelpful + "No preemption victims found for incoming pod.")]
    [InlineData("200/3 10/1", Unhelpful + "Insufficient cpu.")]
    public void Find_OnTheNode_TakesTheFewestAndLeastImportant(string pods, string expected)
    {
        foreach (var pod in pods.Split(' ')) _nodes.With(ReadPod(pod));
        var before = _nodes.Requested(ResourceNames.Cpu)[0];

        Assert.Equal(expected, Find(Given.Pod("preemptor", Asking(100, "2")), out _));
        Assert.Equal(before, _nodes.Requested(ResourceNames.Cpu)[0]);
    }

    [Theory]
    [InlineData("10/2! 20/2!", "1", 0)] // the budget allows one
    [InlineData("10/2! 20/2!", "0", 1)]
    public void Find_VictimsUnderABudget_CountsViolations(string pods, string allowed, int expected)
    {
        foreach (var pod in pods.Split(' ')) _nodes.With(ReadPod(pod));

        Find(Given.Pod("preemptor", Asking(100, "2")), out var found, allowed);

        Assert.Equal(expected, found.Single().Violations);
    }

    [Fact]
    public void Find_NominatedPodOfHigherPriority_KeepsItsRoom()
    {
        _nodes.With(ReadPod("10/2"), ReadPod("20/2"));
        _nominator.Set(PodInfo.Of(Given.Pod("nominated", Asking(200, "2")), _nodes.Resources), "one");

        Assert.Equal("20/2 10/2", Find(Given.Pod("preemptor", Asking(100, "2")), out _));
    }

    [Fact]
    public void Find_AntiAffinityToALowerPod_TakesIt()
    {
        _nodes = _nodes.With(ReadPod("10/1!"), ReadPod("20/1"));
        var pod = Given.Pod("preemptor", Asking(
            100, "1", "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: " +
                "[{labelSelector: {matchLabels: {app: guarded}}, topologyKey: host}]}}"));

        Assert.Equal("10/1!", Find(pod, out _));
    }

    private string Find(Pod pod, out List<Candidate> candidates, string allowed = "0")
    {
        var info = PodInfo.Of(pod, _nodes.Resources);
        var fit = new FitPlugin(FitArguments.Default, _nodes.Resources);
        var spaces = new Plugins.NamespaceList(Given.Read<Namespace>("metadata: {name: default}"));
        var affinity = new InterPodAffinityPlugin(InterPodAffinityArguments.Default, spaces);
        var points = new ExtensionPoints(new PrioritySortPlugin()) { PreFilter = [fit, affinity], Filter = [fit, affinity] };
        var profile = new Profile("p", null, points, new CollectedEvents());
        var state = new CycleState();
        _ = profile.RunPreFilter(state, info, _nodes, out _, out _);
        var diagnosis = new Diagnosis(1) { OfAbsentNodes = PluginStatus.Unschedulable("x", "no") };
        var budget = Given.Read<PodDisruptionBudget>(
            "{metadata: {name: b, namespace: default}, spec: {selector: {matchLabels: {app: guarded}}}, " +
            $"status: {{disruptionsAllowed: {allowed}}}}}");
        var search = new VictimSearch(profile, info, _nodes, _nominator, new([budget]), new(Time.Parse("2026-01-01T00:00:00Z")));

        candidates = CandidateSearch.Find(search, state, _nodes, diagnosis, nodes => nodes, _ => 0, out var why);
        return why?.Message ?? string.Join(' ', candidates.Single().Victims.Select(victim => victim.Key.Name));
    }

    private static Pod ReadPod(string text)
    {
        var parts = text.TrimEnd('!').Split('/');
        var priority = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
        return Given.Pod(text, Asking(priority, parts[1], "nodeName: one"), text.EndsWith('!') ? "{labels: {app: guarded}}" : "{}");
    }

    private static string Asking(int priority, string cpu, string more = "nodeName: ''") =>
        $"{{priority: {priority}, containers: [{{name: a, resources: {{requests: {{cpu: {cpu}}}}}}}], {more}}}";
}
