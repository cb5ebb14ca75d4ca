using Kybernet.Scheduler.Plugins.NodeAffinity;

namespace Kybernet.Scheduler.Tests.Plugins;

/// <summary>Facts: upstream's <c>nodeaffinity/node_affinity_test.go</c>.</summary>
public sealed class NodeAffinityPluginTests
{
    private const string Mismatch = "node(s) didn't match Pod's node affinity/selector";

    [Theory]
    [InlineData("nodeSelector: {foo: bar}", "{}", false)]
    [InlineData("nodeSelector: {foo: bar}", "{foo: bar}", true)]
    [InlineData("nodeSelector: {foo: bar}", "{foo: bar, baz: blah}", true)]
    [InlineData("nodeSelector: {foo: bar, baz: blah}", "{foo: bar}", false)]
    [InlineData("nodeSelector: {}", "{foo: bar}", true)]
    public void Filter_Selector_NeedsEveryLabel(string spec, string labels, bool fits) => Check(spec, labels, fits);

    [Theory]
    [InlineData("[{matchExpressions: [{key: foo, operator: In, values: [bar, value2]}]}]", "{foo: bar}", true)]
    [InlineData("[{matchExpressions: [{key: version, operator: Gt, values: ['0204']}]}]", "{version: '0206'}", true)]
    [InlineData("[{matchExpressions: [{key: version, operator: Lt, values: ['0204']}]}]", "{version: '0206'}", false)]
    [InlineData("[{matchExpressions: [{key: mem, operator: NotIn, values: [a, b]}]}]", "{mem: c}", true)]
    [InlineData("[{matchExpressions: [{key: GPU, operator: Exists}]}]", "{GPU: NVIDIA}", true)]
    [InlineData("[{matchExpressions: [{key: foo, operator: In, values: [value1]}]}]", "{foo: bar}", false)]
    [InlineData("[]", "{foo: bar}", false)]
    [InlineData("[{matchExpressions: []}]", "{foo: bar}", false)]
    [InlineData("[{matchExpressions: [{key: GPU, operator: Exists}, {key: GPU, operator: NotIn, values: [AMD, INTER]}]}]", "{GPU: NVIDIA}", true)]
    [InlineData("[{matchExpressions: [{key: foo, operator: In, values: [x]}]}, {matchExpressions: [{key: foo, operator: Exists}]}]", "{foo: bar}", true)]
    [InlineData("[{matchFields: [{key: metadata.name, operator: NotIn, values: [node]}]}]", "{foo: bar}", false)]
    [InlineData("[{matchFields: [{key: metadata.name, operator: NotIn, values: [x]}], matchExpressions: [{key: foo, operator: Exists}]}]", "{foo: bar}", true)]
    [InlineData("[{matchExpressions: [{key: foo, operator: NotAnOperator}]}]", "{foo: bar}", false)]
    public void Filter_RequiredTerms_NeedOneThatHolds(string terms, string labels, bool fits) => Check(Required(terms), labels, fits);

    [Theory]
    [InlineData("[{matchFields: [{key: metadata.name, operator: In, values: [a]}]}]", "a")]
    [InlineData("[{matchFields: [{key: metadata.name, operator: In, values: [a]}]}, {matchFields: [{key: metadata.name, operator: In, values: [b]}]}]", "a,b")]
    [InlineData("[{matchFields: [{key: metadata.name, operator: In, values: [a]}]}, {matchExpressions: [{key: x, operator: Exists}]}]", null)]
    [InlineData(
        "[{matchFields: [{key: metadata.name, operator: In, values: [a]}, {key: metadata.name, operator: In, values: [b]}]}]",
        "pod affinity terms conflict")]
    public void PreFilter_NamedNodes_LooksAtNoOthers(string terms, string? expected)
    {
        var table = Given.Table(Given.Node("a"));
        var pod = Given.Pod(spec: $"{{containers: [{{name: a}}], {Required(terms)}}}");

        var status = new NodeAffinityPlugin(null).PreFilter(new(), Scheduler.Snapshot.PodInfo.Of(pod, new()), table, out var names);

        Assert.Equal(expected, status?.Message ?? (names is null ? null : string.Join(',', names.Order())));
    }

    [Fact]
    public void Filter_AddedAffinity_HoldsForEveryPod()
    {
        var added = Given.Read<Api.Core.V1.NodeAffinity>(
            "requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [z]}]}]}");
        var table = Given.Table(Given.Node("a", labels: "{zone: z}"), Given.Node("b"));

        Assert.Equal(["fits", "node(s) didn't match scheduler-enforced node affinity"], table.Filtered(new NodeAffinityPlugin(added), Given.Pod()));
    }

    [Fact]
    public void Score_PreferredTerms_AddsWeightsAndNormalises()
    {
        var table = Given.Table(Given.Node("a", labels: "{foo: bar}"), Given.Node("b", labels: "{foo: bar, key: value}"), Given.Node("c"));
        var pod = Given.Pod(spec: """
            containers: [{name: a}]
            affinity:
              nodeAffinity:
                preferredDuringSchedulingIgnoredDuringExecution:
                - {weight: 2, preference: {matchExpressions: [{key: foo, operator: In, values: [bar]}]}}
                - {weight: 4, preference: {matchExpressions: [{key: key, operator: In, values: [value]}]}}
            """);

        Assert.Equal([33, 100, 0], table.Scored(new NodeAffinityPlugin(null), pod)!);
        Assert.Null(table.Scored(new NodeAffinityPlugin(null), Given.Pod()));
    }

    private static string Required(string terms) =>
        $"affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: {terms}}}}}}}";

    private static void Check(string spec, string labels, bool fits)
    {
        var table = Given.Table(Given.Node("node", labels: labels));
        Assert.Equal([fits ? "fits" : Mismatch], table.Filtered(new NodeAffinityPlugin(null), Given.Pod(spec: $"{{containers: [{{name: a}}], {spec}}}")));
    }
}
