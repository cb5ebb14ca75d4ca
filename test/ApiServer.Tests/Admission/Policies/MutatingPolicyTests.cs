using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Tests.Registry;

namespace Kybernet.ApiServer.Tests.Admission.Policies;

/// <summary>Writes of an API server with mutating policies. Texts: upstream's.</summary>
public sealed class MutatingPolicyTests : IAsyncLifetime
{
    private AdmissionCluster _cluster = null!;

    public async ValueTask InitializeAsync() =>
        _cluster = await AdmissionCluster.StartAsync(static options => options with { DisabledAdmissionPlugins = ["ServiceAccount"] });

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("ApplyConfiguration", "Object{spec: Object.spec{replicas: 1337}}")]
    [InlineData("ApplyConfiguration", "Object{spec: Object.spec{?replicas: optional.of(1337)}, metadata: Object.metadata{?name: optional.none()}}")]
    [InlineData("JSONPatch", "[JSONPatch{op: 'test', path: '/spec/replicas', value: 1}, JSONPatch{op: 'replace', path: '/spec/replicas', value: 1337}]")]
    [InlineData("JSONPatch", "object.spec.replicas < 1337 ? [JSONPatch{op: 'add', path: '/spec/replicas', value: object.spec.replicas + 1336}] : []")]
    public async Task Create_WithAPolicy_IsChanged(string type, string expression)
    {
        await PolicyAsync("p", type, expression);

        var made = await MakeAsync();

        Assert.Equal(1337, made.Value.Spec.Replicas);
        Assert.Equal("i", made.Value.Spec.Template.Spec.Containers[0].Image);
    }

    [Fact]
    public async Task Create_WithListsAndMaps_MergesThemByTheirKeys()
    {
        await PolicyAsync("p", "ApplyConfiguration", """
            Object{metadata: Object.metadata{annotations: {'mutated-by': 'admission-policy'}},
              spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{containers: [
                Object.spec.template.spec.containers{name: 'c', env: [Object.spec.template.spec.containers.env{name: 'A', value: 'x'}]},
                Object.spec.template.spec.containers{name: 'side', image: 's'}]}}}}
            """);

        var made = (await MakeAsync()).Value;

        Assert.Equal("admission-policy", made.Metadata.Annotations["mutated-by"]);
        Assert.Equal(["i", "s"], made.Spec.Template.Spec.Containers.Select(static container => container.Image));
        Assert.Equal("x", made.Spec.Template.Spec.Containers[0].Env[0].Value);
    }

    [Theory]
    [InlineData("ApplyConfiguration", "Object{spec: Object.wrong{replicas: 1}}",
        "type mismatch: unexpected type name \"Object.wrong\", expected \"Object.spec\", which matches field name path from root Object type")]
    [InlineData("ApplyConfiguration", "Object{spec: Object.spec{none: 1}}",
        "error applying patch: failed to convert patch object to typed object: .spec.none: field not declared in schema")]
    [InlineData("ApplyConfiguration",
        "Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{containers: "
        + "[Object.spec.template.spec.containers{name: 'c', args: ['a']}]}}}}",
        "error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: "
        + ".spec.template.spec.containers[0].args")]
    [InlineData("ApplyConfiguration", "object.spec", "unsupported return type from ApplyConfiguration expression: map")]
    [InlineData("JSONPatch", "[JSONPatch{op: 'remove', path: '/spec/none'}]", "JSON Patch: ")]
    public async Task Create_WithAPolicyThatFails_IsRefused(string type, string expression, string expected)
    {
        await PolicyAsync("p", type, expression);

        var error = (await MakeAsync()).Error;

        Assert.StartsWith($"policy 'p' with binding 'p' denied request: {expected}", error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Never", 2)]
    [InlineData("IfNeeded", 3)]
    public async Task Create_WhenALaterPolicyChangesTheObject_AsksTheEarlierOneThatWantsToAgain(string reinvocation, int expected)
    {
        await PolicyAsync("a", "JSONPatch", "[JSONPatch{op: 'replace', path: '/spec/replicas', value: object.spec.replicas + 1}]", reinvocation);
        await PolicyAsync("b", "JSONPatch", "[JSONPatch{op: 'add', path: '/metadata/labels', value: {'x': 'y'}}]");

        Assert.Equal(expected, (await MakeAsync()).Value.Spec.Replicas);
    }

    private async Task PolicyAsync(string name, string type, string expression, string reinvocation = "Never")
    {
        var policy = Manifests.Read<MutatingAdmissionPolicy>($$"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicy
            metadata: {name: {{name}}}
            spec:
              reinvocationPolicy: {{reinvocation}}
              matchConstraints: {resourceRules: [{apiGroups: [apps], apiVersions: [v1], operations: [CREATE], resources: [deployments]}]}
              mutations:
              - patchType: {{type}}
                {{(type == "JSONPatch" ? "jsonPatch" : "applyConfiguration")}}: {expression: x}
            """);
        var mutation = policy.Spec.Mutations[0];
        var told = mutation.JsonPatch is null ? mutation with { ApplyConfiguration = new() { Expression = expression } }
            : mutation with { JsonPatch = new() { Expression = expression } };
        Assert.True((await _cluster.TryMakeAsync(policy with { Spec = policy.Spec with { Mutations = [told] } })).IsOk);
        await _cluster.MakeAsync<MutatingAdmissionPolicyBinding>($$"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: MutatingAdmissionPolicyBinding
            metadata: {name: {{name}}}
            spec: {policyName: {{name}}}
            """);
    }

    private Task<Outcome<Deployment>> MakeAsync() => _cluster.TryMakeAsync(Manifests.Read<Deployment>("""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: d, namespace: default}
        spec: {replicas: 1, selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: i}]}}}
        """));
}
