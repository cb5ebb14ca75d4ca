using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Plugins.InterPodAffinity;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Tests.Plugins;

/// <summary>Facts: upstream's <c>interpodaffinity/filtering_test.go</c> and <c>scoring_test.go</c>. Zone z1 has a and b, z2 has c.</summary>
public sealed class InterPodAffinityPluginTests
{
    private const string Missing = "node(s) didn't match pod affinity rules";
    private const string Avoided = "node(s) didn't match pod anti-affinity rules";
    private const string Avoiding = "node(s) didn't satisfy existing pods anti-affinity rules";
    private const string Db = "labelSelector: {matchLabels: {app: db}}";

    private readonly InterPodAffinityPlugin _plugin =
        new(InterPodAffinityArguments.Default, new NamespaceList(Given.Read<Namespace>("metadata: {name: default, labels: {team: x}}")));

    [Theory]
    [InlineData("zone", "fits", "fits", Missing)]
    [InlineData("host", "fits", Missing, Missing)]
    [InlineData("none", Missing, Missing, Missing)]
    public void Filter_RequiredAffinity_NeedsThePodsPlace(string key, params string[] expected)
    {
        var pod = Given.Pod("pod", Affinity("podAffinity", $"{{{Db}, topologyKey: {key}}}"));

        Assert.Equal(expected, Table(Labelled("db", "a", "db")).Filtered(_plugin, pod));
    }

    [Theory]
    [InlineData("zone", Avoided, Avoided, "fits")]
    [InlineData("host", Avoided, "fits", "fits")]
    public void Filter_RequiredAntiAffinity_AvoidsThePodsPlace(string key, params string[] expected)
    {
        var pod = Given.Pod("pod", Affinity("podAntiAffinity", $"{{{Db}, topologyKey: {key}}}"));

        Assert.Equal(expected, Table(Labelled("db", "a", "db")).Filtered(_plugin, pod));
    }

    [Fact]
    public void Filter_ExistingPodsAntiAffinity_HoldsBothWays()
    {
        var lonely = Given.Pod("lonely", Affinity("podAntiAffinity", $"{{{Db}, topologyKey: zone}}", "c"));

        Assert.Equal(["fits", "fits", Avoiding], Table(lonely).Filtered(_plugin, Labelled("db", "", "db")));
        Assert.Equal(["fits", "fits", "fits"], Table(lonely).Filtered(_plugin, Labelled("web", "", "web")));
    }

    [Fact]
    public void Filter_FirstOfItsKind_MayGoAnywhereWithTheLabel()
    {
        var pod = Given.Pod("pod", Affinity("podAffinity", $"{{{Db}, topologyKey: zone}}"), "labels: {app: db}");

        Assert.Equal(["fits", "fits", "fits"], Table().Filtered(_plugin, pod));
    }

    [Theory]
    [InlineData("namespaces: [other]", Missing)]
    [InlineData("namespaceSelector: {matchLabels: {team: x}}", "fits")]
    [InlineData("namespaceSelector: {}", "fits")]
    [InlineData("namespaceSelector: {matchLabels: {team: z}}", Missing)]
    public void Filter_Namespaces_SayWhosePodsAreMeant(string namespaces, string expected)
    {
        var pod = Given.Pod("pod", Affinity("podAffinity", $"{{{Db}, topologyKey: host, {namespaces}}}"));

        Assert.Equal(expected, Table(Labelled("db", "a", "db")).Filtered(_plugin, pod)[0]);
    }

    [Theory]
    [InlineData("podAffinity", "100,100,0")]
    [InlineData("podAntiAffinity", "0,0,100")]
    public void Score_Preferences_DrawNearOrAway(string kind, string expected)
    {
        var term = $"{{weight: 5, podAffinityTerm: {{{Db}, topologyKey: zone}}}}";
        var pod = Given.Pod("pod", $"{{containers: [{{name: a}}], affinity: {{{kind}: {{preferredDuringSchedulingIgnoredDuringExecution: [{term}]}}}}}}");

        Assert.Equal(expected, string.Join(',', Table(Labelled("db", "a", "db")).Scored(_plugin, pod)!));
    }

    [Fact]
    public void Score_PodNeededByOthers_IsDrawnToThem()
    {
        var waiting = Given.Pod("waiting", Affinity("podAffinity", $"{{{Db}, topologyKey: zone}}", "c"));

        Assert.Equal([0, 0, 100], Table(waiting).Scored(_plugin, Labelled("db", "", "db"))!);
        Assert.Null(Table().Scored(_plugin, Labelled("db", "", "db")));
    }

    private static NodeTable Table(params Pod[] pods) => Given.Table(
        Given.Node("a", labels: "{zone: z1, host: a}"),
        Given.Node("b", labels: "{zone: z1, host: b}"),
        Given.Node("c", labels: "{zone: z2, host: c}")).With(pods);

    private static Pod Labelled(string name, string node, string app) =>
        Given.Pod(name, $"{{nodeName: \"{node}\", containers: [{{name: a}}]}}", $"labels: {{app: {app}}}");

    private static string Affinity(string kind, string term, string node = "") =>
        $"{{nodeName: \"{node}\", containers: [{{name: a}}], affinity: {{{kind}: {{requiredDuringSchedulingIgnoredDuringExecution: [{term}]}}}}}}";
}
