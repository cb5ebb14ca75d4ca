using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Tests.Registry;

namespace Kybernet.ApiServer.Tests.Admission.Policies;

/// <summary>Writes of an API server with validating policies. Texts: upstream's.</summary>
public sealed class ValidatingPolicyTests : IAsyncLifetime
{
    private AdmissionCluster _cluster = null!;

    public async ValueTask InitializeAsync() =>
        _cluster = await AdmissionCluster.StartAsync(static options => options with { DisabledAdmissionPlugins = ["ServiceAccount"] });

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("- expression: object.data.a == 'b'", null, 0)]
    [InlineData("- expression: object.data.a == 'c'", "failed expression: object.data.a == 'c'", 422)]
    [InlineData("- {expression: \"object.data.a == 'c'\", message: ' nope '}", "nope", 422)]
    [InlineData("- {expression: \"object.data.a == 'c'\", message: nope, messageExpression: \"'it is ' + object.data.a\"}", "it is b", 422)]
    [InlineData("- {expression: \"object.data.a == 'c'\", message: nope, messageExpression: \"'it is ' + object.data.z\"}", "nope", 422)]
    [InlineData("- {expression: \"object.data.a == 'c'\", message: nope, reason: Forbidden}", "nope", 403)]
    [InlineData("- {expression: \"object.data.a == 'c'\", message: nope, reason: RequestEntityTooLarge}", "nope", 413)]
    [InlineData("- expression: object.data.none == 'c'", "expression 'object.data.none == 'c'' resulted in error: no such key: none", 422)]
    [InlineData("- expression: namespaceObject.metadata.name == 'default' && oldObject == null", null, 0)]
    [InlineData("- expression: request.operation == 'CREATE' && request.userInfo.username == 'root' && request.resource.resource == 'configmaps'", null, 0)]
    [InlineData("- expression: authorizer.group('').resource('pods').namespace('default').check('create').allowed()", null, 0)]
    [InlineData("- expression: authorizer.requestResource.check('create').allowed() && authorizer.path('/healthz').check('get').allowed()", null, 0)]
    [InlineData("- expression: authorizer.serviceAccount('default', 'x').group('').resource('pods').check('get').allowed()",
        "failed expression: authorizer.serviceAccount('default', 'x').group('').resource('pods').check('get').allowed()", 422)]
    public async Task Create_WithAPolicy_GoesByIt(string validations, string? expected, int code)
    {
        await PolicyAsync($"validations: [{Flow(validations)}]");
        await BindAsync("validationActions: [Deny]");

        var created = await MakeMapAsync();

        var said = expected is null ? null : $"configmaps \"m\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: {expected}";
        Assert.Equal((said, code), (created.Error?.Message, created.Error?.Code ?? 0));
    }

    [Theory]
    [InlineData("failurePolicy: Ignore, validations: [{expression: object.data.none == 'c'}]", true)]
    [InlineData("matchConditions: [{name: x, expression: object.data.a == 'c'}], validations: [{expression: 'false'}]", true)]
    [InlineData("matchConditions: [{name: x, expression: object.data.none == 'c'}], validations: [{expression: 'true'}]", false)]
    [InlineData("matchConditions: [{name: x, expression: object.data.none == 'c'}], failurePolicy: Ignore, validations: [{expression: 'false'}]", true)]
    [InlineData("variables: [{name: v, expression: object.data.a}, {name: w, expression: variables.v + 'x'}], "
        + "validations: [{expression: variables.w == 'bx'}]", true)]
    [InlineData("variables: [{name: bad, expression: object.data.none}], validations: [{expression: 'true'}]", true)]
    [InlineData("variables: [{name: bad, expression: object.data.none}], validations: [{expression: variables.bad == ''}]", false)]
    public async Task Create_WithAPolicy_IsAllowedOrNot(string spec, bool isAllowed)
    {
        await PolicyAsync(spec);
        await BindAsync("validationActions: [Deny]");

        Assert.Equal(isAllowed, (await MakeMapAsync()).IsOk);
    }

    [Theory]
    [InlineData("matchResources: {namespaceSelector: {matchLabels: {a: b}}}", true)]
    [InlineData("matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: default}}}", false)]
    [InlineData("matchResources: {objectSelector: {matchLabels: {a: b}}}", true)]
    [InlineData("matchResources: {excludeResourceRules: [{apiGroups: [''], apiVersions: [v1], resources: [configmaps], operations: ['*']}]}", true)]
    [InlineData("matchResources: {resourceRules: [{resourceNames: [other], apiGroups: [''], apiVersions: [v1], resources: ['*'], operations: ['*']}]}", true)]
    [InlineData("matchResources: {resourceRules: [{resourceNames: [m], apiGroups: [''], apiVersions: [v1], resources: ['*'], operations: ['*']}]}", false)]
    public async Task Create_OutsideOfABinding_IsAllowed(string resources, bool isAllowed)
    {
        await PolicyAsync("validations: [{expression: 'false'}]");
        await BindAsync("validationActions: [Deny], " + resources);

        Assert.Equal(isAllowed, (await MakeMapAsync()).IsOk);
    }

    [Fact]
    public async Task Create_WithoutABinding_IsAllowed()
    {
        await PolicyAsync("validations: [{expression: 'false'}]");

        Assert.True((await MakeMapAsync()).IsOk);
    }

    [Fact]
    public async Task Create_WithABindingThatWarnsAndAudits_IsAllowedAndSaid()
    {
        await PolicyAsync("validations: [{expression: 'false', message: nope}], auditAnnotations: [{key: k, valueExpression: \"'a is ' + object.data.a\"}]");
        await BindAsync("validationActions: [Warn, Audit]");
        var warnings = new List<string>();
        var notes = new Dictionary<string, string>();

        Assert.True((await MakeMapAsync(warnings, notes)).IsOk);

        Assert.Equal(["Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': nope"], warnings);
        Assert.Equal("a is b", notes["p/k"]);
        Assert.Equal(
            """[{"binding":"b","expressionIndex":0,"message":"nope","policy":"p","validationActions":["Warn","Audit"]}]""",
            notes["validation.policy.admission.k8s.io/validation_failure"]);
    }

    [Theory]
    [InlineData("{name: q, parameterNotFoundAction: Deny}", "b", null)]
    [InlineData("{name: q, parameterNotFoundAction: Deny}", "c", "failed expression: object.data.a == params.data.want")]
    [InlineData("{selector: {matchLabels: {l: v}}, parameterNotFoundAction: Deny}", "c", "failed expression: object.data.a == params.data.want")]
    [InlineData("{name: none, parameterNotFoundAction: Allow}", "c", null)]
    [InlineData("{name: none, parameterNotFoundAction: Deny}", "c",
        "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction")]
    public async Task Create_WithParameters_GoesByThem(string reference, string wanted, string? expected)
    {
        await _cluster.MakeAsync<ConfigMap>(
            $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: q, namespace: default, labels: {{l: v}}}}\ndata: {{want: {wanted}}}");
        await PolicyAsync(
            "paramKind: {apiVersion: v1, kind: ConfigMap}, validations: [{expression: object.data.a == params.data.want}]");
        await BindAsync($"validationActions: [Deny], paramRef: {reference}");

        var created = await MakeMapAsync();

        var said = expected is null ? null : $"configmaps \"m\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: {expected}";
        Assert.Equal(said, created.Error?.Message);
    }

    [Fact]
    public async Task Create_WithAKindOfParametersNobodyKnows_IsRefused()
    {
        await PolicyAsync("paramKind: {apiVersion: example.com/v1, kind: None}, validations: [{expression: 'true'}]");
        await BindAsync("validationActions: [Deny], paramRef: {name: x, parameterNotFoundAction: Allow}");

        Assert.Equal(
            "configmaps \"m\" is forbidden: ValidatingAdmissionPolicy 'p' denied request: failed to configure policy: "
            + "failed to find resource referenced by paramKind: 'example.com/v1, Kind=None'",
            (await MakeMapAsync()).Error?.Message);
    }

    [Fact]
    public async Task Delete_WithAPolicy_ShowsWhatIsDeleted()
    {
        await MakeMapAsync();
        await PolicyAsync("validations: [{expression: \"request.operation != 'DELETE' || (object == null && oldObject.data.a != 'b')\", message: keep}]");
        await BindAsync("validationActions: [Deny]");

        var deleted = await _cluster.DeleteAsync<ConfigMap>("default", "m");

        Assert.EndsWith("denied request: keep", deleted?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_OfAnotherVersionThanThePolicyNames_IsJudgedAsThatVersion()
    {
        await PolicyAsync("validations: [{expression: \"object.apiVersion == 'apps/v1'\"}]", "apiGroups: [apps], resources: [deployments]");
        await BindAsync("validationActions: [Deny]");

        var made = await _cluster.TryMakeAsync(Manifests.Read<Deployment>("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: d, namespace: default}
            spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}
            """));

        Assert.True(made.IsOk);
    }

    private Task<ValidatingAdmissionPolicy> PolicyAsync(string spec, string rule = "apiGroups: [''], resources: [configmaps]") =>
        _cluster.MakeAsync<ValidatingAdmissionPolicy>($$"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: p}
            spec: {matchConstraints: {resourceRules: [{apiVersions: [v1], operations: ['*'], {{rule}}}]}, {{spec}}}
            """);

    private Task<ValidatingAdmissionPolicyBinding> BindAsync(string spec) => _cluster.MakeAsync<ValidatingAdmissionPolicyBinding>($$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: b}
        spec: {policyName: p, {{spec}}}
        """);

    private async Task<Outcome<ConfigMap>> MakeMapAsync(List<string>? warnings = null, Dictionary<string, string>? notes = null)
    {
        var map = Manifests.Read<ConfigMap>("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, namespace: default}\ndata: {a: b}");
        return await _cluster.TryMakeAsync(map, warnings: warnings, annotate: notes is null ? null : (key, value) => notes[key] = value);
    }

    private static string Flow(string item) => item.StartsWith("- {", StringComparison.Ordinal) ? item[2..]
        : "{expression: \"" + item["- expression: ".Length..] + "\"}";
}
