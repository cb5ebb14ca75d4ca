using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Registry.Rbac;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Tests.Registry.Rbac;

public sealed class RoleStrategyTests
{
    private static readonly PolicyRule s_rule = new() { Verbs = ["get"], ApiGroups = [""], Resources = ["pods"] };
    private static readonly LabelSelector s_selector = new() { MatchLabels = [new("a", "b")] };
    private static readonly ClusterRole s_clusterRole = new() { Rules = [s_rule] };

    public static TheoryData<PolicyRule, bool, string, string> Rules => new()
    {
        { s_rule, true, "", "" },
        { s_rule with { Verbs = default }, true, "rules[0].verbs", "verbs must contain at least one value" },
        { s_rule with { ApiGroups = default }, true, "rules[0].apiGroups", "at least one api group" },
        { s_rule with { Resources = default }, false, "rules[0].resources", "at least one resource" },
        { s_rule with { NonResourceURLs = ["/healthz"] }, false, "rules[0].nonResourceURLs", "[\"/healthz\"]: rules cannot apply to both" },
        { new() { Verbs = ["get"], NonResourceURLs = ["/healthz"] }, true, "rules[0].nonResourceURLs", "namespaced rules cannot" },
        { new() { Verbs = ["get"], NonResourceURLs = ["/healthz"] }, false, "", "" },
    };

    public static TheoryData<AggregationRule, string, string> Aggregations => new()
    {
        { new() { ClusterRoleSelectors = [s_selector] }, "", "" },
        { new(), "aggregationRule.clusterRoleSelectors", "at least one clusterRoleSelector required" },
        { Invalid("x"), "aggregationRule.clusterRoleSelectors[0].matchExpressions[0].operator", "not a valid selector operator" },
        { Invalid("x"), "aggregationRule.clusterRoleSelectors[0]", "null: invalid label selector." },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Validate_Rule_Reports(PolicyRule rule, bool isNamespaced, string path, string text)
    {
        var errors = isNamespaced
            ? Findings.OfCreate(new RoleStrategy(), new() { Rules = [rule] })
            : Findings.OfCreate(new ClusterRoleStrategy(), new() { Rules = [rule] });
        Findings.Has(errors, path, text);
    }

    [Theory]
    [MemberData(nameof(Aggregations))]
    public void Validate_Aggregation_Reports(AggregationRule aggregation, string path, string text) =>
        Findings.Has(Findings.OfCreate(new ClusterRoleStrategy(), s_clusterRole with { AggregationRule = aggregation }), path, text);

    [Fact]
    public void ValidateUpdate_InvalidLabelValueStoredBefore_IsTolerated()
    {
        var selector = new LabelSelector { MatchExpressions = [new() { Key = "a", Operator = "In", Values = ["-bad-"] }] };
        var role = s_clusterRole with { AggregationRule = new() { ClusterRoleSelectors = [selector] } };
        const string Path = "aggregationRule.clusterRoleSelectors[0].matchExpressions[0].values[0]";
        Findings.Has(Findings.OfUpdate(new ClusterRoleStrategy(), role, s_clusterRole), Path, "a valid label");
        Assert.DoesNotContain(Findings.OfUpdate(new ClusterRoleStrategy(), role, role), error => error.Field == Path);
    }

    [Theory]
    [InlineData("system:node", true)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    public void CheckName_PathSegment_Passes(string name, bool valid) => Assert.Equal(valid, new RoleStrategy().CheckName(name, false).IsEmpty);

    private static AggregationRule Invalid(string verb) =>
        new() { ClusterRoleSelectors = [new() { MatchExpressions = [new() { Key = "a", Operator = verb }] }] };
}
