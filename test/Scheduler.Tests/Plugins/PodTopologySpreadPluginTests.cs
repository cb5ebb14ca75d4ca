using Kybernet.Api.Core.V1;
using Kybernet.Scheduler.Plugins.PodTopologySpread;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Tests.Plugins;

/// <summary>Facts: upstream's <c>podtopologyspread/filtering_test.go</c> and <c>scoring_test.go</c>: zones 1 (a, b) and 2 (c, d).</summary>
public sealed class PodTopologySpreadPluginTests
{
    private const string Skewed = "node(s) didn't match pod topology spread constraints";
    private const string MissingLabel = "node(s) didn't match pod topology spread constraints (missing required label)";

    private readonly PodTopologySpreadPlugin _plugin = new(SpreadArguments.Default, null);

    [Theory]
    [InlineData("zone", 1, "a a b c d d", "fits fits fits fits")] // 3 and 3
    [InlineData("zone", 1, "a a b c d", "skewed skewed fits fits")] // 3 and 2
    [InlineData("zone", 2, "a a b c d", "fits fits fits fits")]
    [InlineData("node", 1, "a b b d d d", "skewed skewed fits skewed")] // 1, 2, 0, 3
    [InlineData("node", 2, "a b b d d d", "fits skewed fits skewed")]
    public void Filter_HardConstraint_KeepsDomainsWithinTheSkew(string key, int maxSkew, string existing, string expected)
    {
        var verdicts = Table(existing).Filtered(_plugin, Spread($"[{Constraint(key, maxSkew, "DoNotSchedule")}]"));

        Assert.Equal(expected, string.Join(' ', verdicts.Select(verdict => verdict == Skewed ? "skewed" : verdict)));
    }

    [Fact]
    public void Filter_NodeWithoutTheLabel_IsUnresolvable()
    {
        var table = Given.Table(Given.Node("a", labels: "{zone: zone1}"), Given.Node("b"));

        Assert.Equal(["fits", MissingLabel], table.Filtered(_plugin, Spread($"[{Constraint("zone", 1, "DoNotSchedule")}]")));
    }

    [Theory]
    [InlineData(2, "skewed skewed fits fits")]
    [InlineData(3, "skewed skewed skewed skewed")] // Two domains where three are wanted: the fewest is none.
    public void Filter_MinDomains_CountsMissingOnesAsEmpty(int minDomains, string expected)
    {
        var constraint = Constraint("zone", 1, "DoNotSchedule").Replace("{maxSkew", $"{{minDomains: {minDomains}, maxSkew", StringComparison.Ordinal);

        var verdicts = Table("a b c").Filtered(_plugin, Spread($"[{constraint}]"));

        Assert.Equal(expected, string.Join(' ', verdicts.Select(verdict => verdict == Skewed ? "skewed" : verdict)));
    }

    [Fact]
    public void Filter_OtherNamespacesAndDeletedPods_DoNotCount()
    {
        var other = Matching("other", "a");
        var table = Table("c").With(
            other with { Metadata = other.Metadata with { Namespace = "else" } },
            other with { Metadata = other.Metadata with { Uid = "dying", DeletionTimestamp = Machinery.Values.Time.Parse("2026-01-01T00:00:00Z") } });

        var verdicts = table.Filtered(_plugin, Spread($"[{Constraint("zone", 1, "DoNotSchedule")}]"));

        Assert.Equal(["fits", Skewed], verdicts[..2].Distinct().Concat(verdicts[2..].Distinct()));
    }

    [Fact]
    public void Score_SoftConstraint_PrefersEmptierNodes()
    {
        var scores = Table("a a b c").Scored(_plugin, Spread($"[{Constraint("kubernetes.io/hostname", 1, "ScheduleAnyway")}]"))!;

        // Two pods on a, one on b and on c, none on d: 2 × ln 6 rounds to 4, 1 × ln 6 to 2.
        Assert.Equal([0, 50, 50, 100], scores);
    }

    [Fact]
    public void Score_PodWithoutConstraintsAndServices_IsSkipped() => Assert.Null(Table("a").Scored(_plugin, Given.Pod()));

    private static NodeTable Table(string existing)
    {
        static Node Zoned(string name, string zone) => Given.Node(name, labels: $"{{zone: {zone}, node: {name}, kubernetes.io/hostname: {name}}}");
        return Given.Table(Zoned("a", "zone1"), Zoned("b", "zone1"), Zoned("c", "zone2"), Zoned("d", "zone2"))
            .With([.. existing.Split(' ').Select((node, i) => Matching($"p{i}", node))]);
    }

    private static Pod Matching(string name, string node) => Given.Pod(name, $"{{nodeName: {node}, containers: [{{name: c}}]}}", "labels: {foo: ''}");

    private static Pod Spread(string constraints) =>
        Given.Pod("pod", $"{{containers: [{{name: c}}], topologySpreadConstraints: {constraints}}}", "labels: {foo: ''}");

    private static string Constraint(string key, int maxSkew, string whenUnsatisfiable) =>
        $"{{maxSkew: {maxSkew}, topologyKey: {key}, whenUnsatisfiable: {whenUnsatisfiable}, labelSelector: {{matchLabels: {{foo: ''}}}}}}";
}
