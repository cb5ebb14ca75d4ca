using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Registry.AdmissionRegistration;

namespace Kybernet.ApiServer.Tests.Registry.AdmissionRegistration;

public sealed class AdmissionPolicyStrategyTests
{
    private static readonly NamedRuleWithOperations s_rule =
        new() { Operations = ["CREATE"], ApiGroups = ["apps"], ApiVersions = ["v1"], Resources = ["deployments"] };

    private static readonly MatchResources s_match = new() { ResourceRules = [s_rule] };
    private static readonly ValidatingAdmissionPolicySpec s_spec =
        new() { MatchConstraints = s_match, Validations = [new() { Expression = "true" }] };

    private static readonly MutatingAdmissionPolicySpec s_mutating = new()
    {
        MatchConstraints = s_match,
        Mutations = [new() { PatchType = "JSONPatch", JsonPatch = new() { Expression = "[]" } }],
        ReinvocationPolicy = "Never",
    };

    public static TheoryData<ValidatingAdmissionPolicySpec, string, string> Specs => new()
    {
        { s_spec, "", "" },
        { s_spec with { MatchConstraints = new() }, "spec.matchConstraints.resourceRules", "Required value" },
        {
            s_spec with { ParamKind = new() { ApiVersion = "a/b/c", Kind = "K" } },
            "spec.paramKind.apiVersion", "unexpected GroupVersion string: a/b/c"
        },
        { s_spec with { ParamKind = new() { ApiVersion = "a/", Kind = "K" } }, "spec.paramKind.apiVersion", "version must be specified" },
        { s_spec with { ParamKind = new() { ApiVersion = "v1", Kind = "K_" } }, "spec.paramKind.kind", "may have mixed case, but should" },
        { s_spec with { Validations = default }, "spec.validations", "validations or auditAnnotations must contain at least one item" },
        { s_spec with { Validations = [new()] }, "spec.validations[0].expression", "expression is not specified" },
        { Message("a\nb"), "spec.validations[0].message", "must not contain line breaks" },
        { Message(" "), "spec.validations[0].message", "must be non-empty if specified" },
        {
            s_spec with { Validations = [new() { Expression = "x", Reason = "Gone" }] },
            "spec.validations[0].reason", "\"RequestEntityTooLarge\""
        },
        {
            s_spec with { Variables = [new() { Name = "if", Expression = "1" }] },
            "spec.variables[0].name", "must be a valid CEL identifier"
        },
        { s_spec with { Variables = [new() { Name = "a" }] }, "spec.variables[0].expression", "expression is not specified" },
        { Annotation("a b"), "spec.auditAnnotations[0].key", "\"policy/a b\": name part must consist of" },
        {
            s_spec with { MatchConstraints = new() { ResourceRules = [s_rule with { ResourceNames = ["a", "a"] }] } },
            "spec.matchConstraints.resourceRules[0].resourceNames[1]", "Duplicate value: \"a\""
        },
    };

    public static TheoryData<MutatingAdmissionPolicySpec, string, string> Mutations => new()
    {
        { s_mutating, "", "" },
        { s_mutating with { Mutations = default }, "spec.mutations", "mutations must contain at least one item" },
        {
            s_mutating with { Mutations = [new() { PatchType = "JSONPatch" }] },
            "spec.mutations[0].jsonPatch", "must be specified when patchType is JSONPatch"
        },
        {
            s_mutating with { Mutations = [s_mutating.Mutations[0] with { ApplyConfiguration = new() }] },
            "spec.mutations[0].applyConfiguration", "\"{applyConfiguration}\": must not be"
        },
        {
            s_mutating with { Mutations = [new() { PatchType = "ApplyConfiguration", ApplyConfiguration = new() }] },
            "spec.mutations[0].applyConfiguration.expression", "Required value"
        },
        {
            s_mutating with { MatchConstraints = new() { ResourceRules = [s_rule with { Operations = ["DELETE"] }] } },
            "spec.matchConstraints.resourceRules.operations", "Unsupported value: \"DELETE\""
        },
    };

    public static TheoryData<ValidatingAdmissionPolicyBindingSpec, string, string> Bindings => new()
    {
        { new() { ValidationActions = ["Deny"] }, "", "" },
        { new(), "spec.validationActions", "at least one validation action is required" },
        { new() { ValidationActions = ["Deny", "Warn"] }, "spec.validationActions", "must not contain both Deny and Warn" },
        { new() { ValidationActions = ["Deny", "Deny"] }, "spec.validationActions[1]", "Duplicate value: \"Deny\"" },
        { new() { ValidationActions = ["Deny"], ParamRef = new() }, "spec.paramRef", "one of name or selector must be specified" },
        {
            new() { ValidationActions = ["Deny"], ParamRef = new() { Name = "a", Selector = new() } },
            "spec.paramRef.selector", "mutually exclusive"
        },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void Validate_ValidatingPolicy_Reports(ValidatingAdmissionPolicySpec spec, string path, string text) =>
        Findings.Has(
            Findings.OfCreate(new ValidatingAdmissionPolicyStrategy(), new() { Metadata = new() { Name = "policy" }, Spec = spec }), path, text);

    [Theory]
    [MemberData(nameof(Mutations))]
    public void Validate_MutatingPolicy_Reports(MutatingAdmissionPolicySpec spec, string path, string text) =>
        Findings.Has(Findings.OfCreate(new MutatingAdmissionPolicyStrategy(), new() { Spec = spec }), path, text);

    [Theory]
    [MemberData(nameof(Bindings))]
    public void Validate_Binding_Reports(ValidatingAdmissionPolicyBindingSpec spec, string path, string text) =>
        Findings.Has(Findings.OfCreate(new ValidatingAdmissionPolicyBindingStrategy(), new() { Spec = spec }), path, text);

    [Fact]
    public void Validate_MutatingBinding_RefusesDelete() => Findings.Has(
        Findings.OfCreate(new MutatingAdmissionPolicyBindingStrategy(), new()
        {
            Spec = new() { PolicyName = "p", MatchResources = new() { ResourceRules = [s_rule with { Operations = ["DELETE"] }] } },
        }),
        "spec.matchResources.resourceRules.operations", "supported values: \"*\", \"CONNECT\", \"CREATE\", \"UPDATE\"");

    [Fact]
    public void ValidateUpdate_SameMatchConditions_AreNotLookedAt()
    {
        var old = new ValidatingAdmissionPolicy { Metadata = new() { Name = "p" }, Spec = s_spec with { MatchConditions = [new()] } };
        Assert.Empty(Findings.OfUpdate(new ValidatingAdmissionPolicyStrategy(), old, old));
        var changed = old with { Spec = old.Spec with { MatchConditions = [new() { Name = "a" }] } };
        Findings.Has(Findings.OfUpdate(new ValidatingAdmissionPolicyStrategy(), changed, old), "spec.matchConditions[0].expression", "Required");
    }

    [Fact]
    public void Status_ChangesStatusOnly()
    {
        var strategy = new ValidatingAdmissionPolicyStrategy();
        var old = new ValidatingAdmissionPolicy { Metadata = new() { Generation = 2 }, Spec = s_spec };
        var change = new ValidatingAdmissionPolicy
        {
            Status = new() { Conditions = [new() { Type = "a" }], TypeChecking = new() { ExpressionWarnings = [new()] } },
        };
        Assert.Equal(old with { Status = change.Status }, strategy.Status.PrepareForUpdate(change, old, Findings.Context()));
        Assert.Equal(old.Status, strategy.PrepareForUpdate(change, old, Findings.Context()).Status);
        var errors = Findings.OfUpdate(strategy.Status, change, old);
        Findings.Has(errors, "status.typeChecking.expressionWarnings[0].fieldRef", "Required value");
        Findings.Has(errors, "status.conditions[0].status", "\"False\", \"True\", \"Unknown\"");
        Findings.Has(errors, "status.conditions[0].lastTransitionTime", "Required value");
    }

    private static ValidatingAdmissionPolicySpec Message(string message) =>
        s_spec with { Validations = [new() { Expression = "true", Message = message }] };

    private static ValidatingAdmissionPolicySpec Annotation(string key) =>
        s_spec with { AuditAnnotations = [new() { Key = key, ValueExpression = "'x'" }] };
}
