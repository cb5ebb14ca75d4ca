using Kybernet.Api.FlowControl.V1;
using Kybernet.ApiServer.Registry.FlowControl;

namespace Kybernet.ApiServer.Tests.Registry.FlowControl;

public sealed class FlowSchemaStrategyTests
{
    private static readonly FlowSchemaStrategy s_strategy = new();
    private static readonly ResourcePolicyRule s_resources = new() { Verbs = ["get"], ApiGroups = [""], Resources = ["pods"], Namespaces = ["*"] };
    private static readonly Subject s_user = new() { Kind = "User", User = new() { Name = "u" } };
    private static readonly PolicyRulesWithSubjects s_rules = new() { Subjects = [s_user], ResourceRules = [s_resources] };
    private static readonly FlowSchemaSpec s_spec =
        new() { PriorityLevelConfiguration = new() { Name = "low" }, MatchingPrecedence = 50, Rules = [s_rules] };

    public static TheoryData<FlowSchemaSpec, string, string> Specs => new()
    {
        { s_spec, "", "" },
        { s_spec with { MatchingPrecedence = -1 }, "spec.matchingPrecedence", "must be a positive value" },
        { s_spec with { MatchingPrecedence = 10001 }, "spec.matchingPrecedence", "must not be greater than 10000" },
        { s_spec with { MatchingPrecedence = 1 }, "spec.matchingPrecedence", "only the schema named 'exempt'" },
        { s_spec with { PriorityLevelConfiguration = new() }, "spec.priorityLevelConfiguration.name", "must reference a priority level" },
        { s_spec with { DistinguisherMethod = new() { Type = "ByMood" } }, "spec.distinguisherMethod.type", "{\"Type\":\"ByMood\"}" },
        { s_spec with { Rules = [new()] }, "spec.rules[0].subjects", "subjects must contain at least one value" },
        { s_spec with { Rules = [s_rules with { ResourceRules = default }] }, "spec.rules[0]", "at least one of resourceRules" },
    };

    public static TheoryData<Subject, string, string> Subjects => new()
    {
        { new() { Kind = "User" }, "user", "user is required when subject kind is 'User'" },
        { s_user with { Group = new() { Name = "g" } }, "group", "group is forbidden when subject kind is not 'Group'" },
        { new() { Kind = "ServiceAccount" }, "serviceAccount", "serviceAccount is required" },
        { Account("A", "n"), "serviceAccount.name", "RFC 1123 subdomain" },
        { Account("*", ""), "serviceAccount.namespace", "must specify namespace for service account" },
        { Account("*", "a.b"), "serviceAccount.namespace", "must not contain dots" },
    };

    public static TheoryData<ResourcePolicyRule, string, string> ResourceRules => new()
    {
        { s_resources with { Verbs = default }, "verbs", "verbs must contain at least one value" },
        { s_resources with { Verbs = ["*", "get"] }, "verbs", "if '*' is present, must not specify other verbs" },
        { s_resources with { Verbs = ["steal"] }, "verbs", "Unsupported value: [\"steal\"]: supported values: \"create\"" },
        { s_resources with { ApiGroups = ["*", "a"] }, "apiGroups", "other api groups" },
        { s_resources with { Resources = default }, "resources", "at least one resource" },
        { s_resources with { Namespaces = default }, "namespaces", "not cluster scoped must supply at least one namespace" },
        {
            s_resources with { Namespaces = ["A"] },
            "namespaces[0]", "each member of this list must be '*' or a DNS-1123 label; a lowercase"
        },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void Validate_Spec_Reports(FlowSchemaSpec spec, string path, string text) =>
        Findings.Has(Findings.OfCreate(s_strategy, new() { Metadata = new() { Name = "a" }, Spec = spec }), path, text);

    [Theory]
    [MemberData(nameof(Subjects))]
    public void Validate_Subject_Reports(Subject subject, string path, string text) => Findings.Has(
        Findings.OfCreate(s_strategy, new() { Spec = s_spec with { Rules = [s_rules with { Subjects = [subject] }] } }),
        "spec.rules[0].subjects[0]." + path, text);

    [Theory]
    [MemberData(nameof(ResourceRules))]
    public void Validate_ResourceRule_Reports(ResourcePolicyRule rule, string path, string text) => Findings.Has(
        Findings.OfCreate(s_strategy, new() { Spec = s_spec with { Rules = [s_rules with { ResourceRules = [rule] }] } }),
        "spec.rules[0].resourceRules[0]." + path, text);

    [Theory]
    [InlineData("/", "")]
    [InlineData("/apis/*", "")]
    [InlineData("", "must not be empty")]
    [InlineData("apis", "must start with slash")]
    [InlineData("/a b", "must not contain white-space")]
    [InlineData("/a//b", "must not contain double slash")]
    [InlineData("/a*", "wildcard can only do suffix matching")]
    public void Validate_Url_Reports(string url, string text)
    {
        var rules = s_rules with { NonResourceRules = [new() { Verbs = ["get"], NonResourceURLs = [url] }] };
        var errors = Findings.OfCreate(s_strategy, new() { Spec = s_spec with { Rules = [rules] } });
        Findings.Has(errors, text.Length == 0 ? "" : "spec.rules[0].nonResourceRules[0].nonResourceURLs[0]", text);
    }

    [Fact]
    public void Validate_MandatorySchema_IsFixed()
    {
        Assert.Empty(Findings.OfCreate(s_strategy, MandatoryObjects.ExemptSchema));
        Assert.Empty(Findings.OfCreate(s_strategy, MandatoryObjects.CatchAllSchema));
        var changed = MandatoryObjects.CatchAllSchema with { Spec = MandatoryObjects.CatchAllSchema.Spec with { MatchingPrecedence = 9 } };
        Findings.Has(Findings.OfCreate(s_strategy, changed), "spec", "spec of 'catch-all' must equal the fixed value");
    }

    [Fact]
    public void Prepare_Doors_KeepTheOtherSide()
    {
        var old = new FlowSchema { Metadata = new() { Generation = 3 }, Spec = s_spec };
        var change = new FlowSchema { Spec = s_spec with { MatchingPrecedence = 9 }, Status = new() { Conditions = [new() { Type = "a" }] } };
        Assert.Equal(1, s_strategy.PrepareForCreate(change, Findings.Context()).Metadata.Generation);
        var updated = s_strategy.PrepareForUpdate(change, old, Findings.Context());
        Assert.Equal((4, old.Status), (updated.Metadata.Generation, updated.Status));
        Assert.Equal(old with { Status = change.Status }, s_strategy.Status.PrepareForUpdate(change, old, Findings.Context()));
    }

    private static Subject Account(string name, string space) =>
        new() { Kind = "ServiceAccount", ServiceAccount = new() { Name = name, Namespace = space } };
}
