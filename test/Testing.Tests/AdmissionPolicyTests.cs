using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Testing.Tests;

/// <summary>Policies come into force a moment after they are made, as upstream's do.</summary>
public sealed class AdmissionPolicyTests : LimitedTest
{
    [Fact]
    public async Task Apply_OfPoliciesAndTheirBindings_PutsThemInForce()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await cluster.ApplyAsync(Policy("Validating", "validations: [{expression: object.data.a != 'bad', message: not bad}]"), Cancel);
        await cluster.ApplyAsync(
            Policy("Mutating", "reinvocationPolicy: Never, mutations: [{patchType: JSONPatch, jsonPatch: "
                + "{expression: \"[JSONPatch{op: 'add', path: '/data/b', value: 'c'}]\"}}]"), Cancel);
        await cluster.ApplyAsync(Binding("Mutating", ""), Cancel);
        await cluster.ApplyAsync(Binding("Validating", ", validationActions: [Deny]"), Cancel);

        var refused = await RefusedAsync(cluster, Map("bad"));
        Assert.EndsWith("ValidatingAdmissionPolicy 'p' with binding 'p' denied request: not bad", refused.Message, StringComparison.Ordinal);
        var made = (await cluster.Client.CreateAsync(Map("good"), Cancel)).Value;
        Assert.Equal("c", made.Data["b"]);
    }

    /// <summary>What was put in force before is so too then: changes are seen in their order.</summary>
    private async Task<ApiError> RefusedAsync(TestCluster cluster, ConfigMap map)
    {
        while (true)
            if ((await cluster.Client.CreateAsync(map, Cancel)).Error is { } error) return error;
    }

    private static ConfigMap Map(string value) => new()
    {
        Metadata = new() { GenerateName = "m-", Namespace = "default" },
        Data = Machinery.Collections.MapOf.Of(("a", value)),
    };

    private static string Policy(string type, string spec) => $$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: {{type}}AdmissionPolicy
        metadata: {name: p}
        spec:
          {matchConstraints: {resourceRules: [{apiGroups: [''], apiVersions: [v1], operations: [CREATE], resources: [configmaps]}]}, {{spec}}}
        """;

    private static string Binding(string type, string more) => $$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: {{type}}AdmissionPolicyBinding
        metadata: {name: p}
        spec: {policyName: p{{more}}}
        """;
}
