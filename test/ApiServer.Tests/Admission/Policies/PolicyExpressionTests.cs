using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.ApiServer.Tests.Registry;

namespace Kybernet.ApiServer.Tests.Admission.Policies;

/// <summary>What is said of the expressions of policies: when they are written, and in their status. Texts: upstream's.</summary>
public sealed class PolicyExpressionTests : IAsyncLifetime
{
    private AdmissionCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await AdmissionCluster.StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("validations: [{expression: object.x ==}]",
        "spec.validations[0].expression: Invalid value: \"object.x ==\": compilation failed: ERROR: <input>:1:12: Syntax error: mismatched input '<EOF>'\n"
        + " | object.x ==\n | ...........^")]
    [InlineData("validations: [{expression: self.x == 1}]",
        "spec.validations[0].expression: Invalid value: \"self.x == 1\": compilation failed: ERROR: <input>:1:1: undeclared reference to 'self' "
        + "(in container '')\n | self.x == 1\n | ^")]
    [InlineData("validations: [{expression: params.x == 1}]",
        "spec.validations[0].expression: Invalid value: \"params.x == 1\": compilation failed: ERROR: <input>:1:1: undeclared reference to 'params' "
        + "(in container '')\n | params.x == 1\n | ^")]
    [InlineData("paramKind: {apiVersion: v1, kind: ConfigMap}, validations: [{expression: params.x == 1}]", null)]
    [InlineData("validations: [{expression: 1 + 1}]", "spec.validations[0].expression: Invalid value: \"1 + 1\": must evaluate to bool but got int")]
    [InlineData("validations: [{expression: variables.none == 1}]",
        "spec.validations[0].expression: Invalid value: \"variables.none == 1\": compilation failed: ERROR: <input>:1:10: undefined field 'none'\n"
        + " | variables.none == 1\n | .........^")]
    [InlineData("validations: [{expression: 'true', messageExpression: '1'}]",
        "spec.validations[0].messageExpression: Invalid value: \"1\": must evaluate to string but got int")]
    [InlineData("validations: [{expression: 'true', messageExpression: authorizer.x}]",
        "spec.validations[0].messageExpression: Invalid value: \"authorizer.x\": compilation failed: ERROR: <input>:1:1: undeclared reference to "
        + "'authorizer' (in container '')\n | authorizer.x\n | ^")]
    [InlineData("variables: [{name: a, expression: object.x.bad()}], validations: [{expression: variables.a}]",
        "spec.variables[0].expression: Invalid value: \"object.x.bad()\": compilation failed: ERROR: <input>:1:13: undeclared reference to 'bad' "
        + "(in container '')\n | object.x.bad()\n | ............^")]
    [InlineData("auditAnnotations: [{key: k, valueExpression: 'true'}]",
        "spec.auditAnnotations[0].valueExpression: Invalid value: \"true\": must evaluate to one of [string null] but got bool")]
    public async Task Create_OfAPolicy_LooksAtItsExpressions(string spec, string? expected)
    {
        var made = await _cluster.TryMakeAsync(Policy(spec));

        Assert.Equal(expected is null ? null : $"ValidatingAdmissionPolicy.admissionregistration.k8s.io \"p\" is invalid: {expected}", made.Error?.Message);
    }

    [Theory]
    [InlineData("validations: [{expression: object.spec.replicas > 1}]", null, null)]
    [InlineData("validations: [{expression: \"object.spec.template.spec.containers.all(c, c.image.startsWith('a') && !has(c.none))\"}]",
        "spec.validations[0].expression", "undefined field 'none'")]
    [InlineData("validations: [{expression: object.spec.replicas > '1'}]", "spec.validations[0].expression",
        "apps/v1, Kind=Deployment: ERROR: <input>:1:22: found no matching overload for '_>_' applied to '(int, string)'\n"
        + " | object.spec.replicas > '1'\n | .....................^\n")]
    [InlineData("validations: [{expression: 'true', messageExpression: \"'got ' + object.spec.replicas\"}]", "spec.validations[0].messageExpression",
        "found no matching overload for '_+_' applied to '(string, int)'")]
    [InlineData("validations: [{expression: object.replicas > 1}]", "spec.validations[0].expression",
        "ERROR: <input>:1:7: undefined field 'replicas'\n | object.replicas > 1\n | ......^")]
    [InlineData("variables: [{name: v, expression: object.spec.replicas}], validations: [{expression: variables.v == 'a'}]", "spec.validations[0].expression",
        "found no matching overload for '_==_' applied to '(int, string)'")]
    [InlineData("validations: [{expression: \"object.metadata.labels['a'] == 'b' && object.metadata.creationTimestamp == null\"}]", null, null)]
    public async Task Status_OfAPolicy_WarnsOfWhatCannotBeRight(string spec, string? field, string? warning)
    {
        Assert.True((await _cluster.TryMakeAsync(Policy(spec))).IsOk);

        var policy = await CheckedAsync();

        Assert.Equal(policy.Metadata.Generation, policy.Status.ObservedGeneration);
        var warnings = policy.Status.TypeChecking!.ExpressionWarnings;
        Assert.Equal(field, warnings.IsEmpty ? null : Assert.Single(warnings).FieldRef);
        if (warning is not null) Assert.Contains(warning, warnings[0].Warning, StringComparison.Ordinal);
    }

    private async Task<ValidatingAdmissionPolicy> CheckedAsync()
    {
        var cache = _cluster.Registry.FindKind(ValidatingAdmissionPolicy.Gvk).Cache;
        while (true)
        {
            var changed = cache.NextChange;
            if (cache.Snapshot.Objects.Find("p")?.Value is ValidatingAdmissionPolicy { Status.TypeChecking: not null } policy) return policy;
            await changed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    private static ValidatingAdmissionPolicy Policy(string spec) => Manifests.Read<ValidatingAdmissionPolicy>($$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: p}
        spec:
          {matchConstraints: {resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]}, {{spec}}}
        """);
}
