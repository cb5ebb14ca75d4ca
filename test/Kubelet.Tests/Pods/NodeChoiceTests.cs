using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Collections;

namespace Kybernet.Kubelet.Tests.Pods;

public sealed class NodeChoiceTests
{
    private static readonly Node s_node = new() { Metadata = new() { Name = "n1", Labels = MapOf.Of(("zone", "a"), ("size", "3")) } };

    [Theory]
    [InlineData("zone", "In", "a b", true)]
    [InlineData("zone", "In", "b", false)]
    [InlineData("none", "In", "b", false)]
    [InlineData("zone", "NotIn", "a", false)]
    [InlineData("none", "NotIn", "a", true)]
    [InlineData("zone", "Exists", "", true)]
    [InlineData("none", "Exists", "", false)]
    [InlineData("zone", "DoesNotExist", "", false)]
    [InlineData("size", "Gt", "2", true)]
    [InlineData("size", "Gt", "3", false)]
    [InlineData("size", "Lt", "4", true)]
    [InlineData("zone", "Lt", "4", false)]
    public void Matches_OneRequirement_AsUpstream(string key, string verb, string values, bool expected)
    {
        var term = new NodeSelectorTerm
        {
            MatchExpressions = [new() { Key = key, Operator = verb, Values = values.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToListOf() }],
        };

        Assert.Equal(expected, NodeChoice.Matches(With(term), s_node));
        // Terms are alternatives, and an empty one chooses nothing.
        Assert.Equal(expected, NodeChoice.Matches(With(new(), term), s_node));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("b", false)]
    public void Matches_NodeSelector_EveryLabelCounts(string zone, bool expected) =>
        Assert.Equal(expected, NodeChoice.Matches(new() { Spec = new() { NodeSelector = MapOf.Of(("zone", zone)) } }, s_node));

    private static Pod With(params NodeSelectorTerm[] terms) => new()
    {
        Spec = new()
        {
            Affinity = new() { NodeAffinity = new() { RequiredDuringSchedulingIgnoredDuringExecution = new() { NodeSelectorTerms = terms.ToListOf() } } },
        },
    };
}
