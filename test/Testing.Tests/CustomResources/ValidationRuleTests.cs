using Kybernet.Client;
using Kybernet.Client.Transport;
using static Kybernet.Testing.Tests.CustomResources.CustomCluster;

namespace Kybernet.Testing.Tests.CustomResources;

/// <summary>Facts: upstream's <c>schema/cel/validation_test.go</c>.</summary>
public sealed class ValidationRuleTests : LimitedTest
{
    private const string Schema = """
        type: object
        x-kubernetes-validations:
        - rule: "self.metadata.name.startsWith('w')"
          message: the name begins with w
        properties:
          spec:
            type: object
            x-kubernetes-validations:
            - rule: self.min <= self.max
            - rule: "!has(self.class__dash__name) || self.class__dash__name != 'none'"
              messageExpression: "'class ' + self.class__dash__name + ' is no class'"
              fieldPath: .class-name
              reason: FieldValueForbidden
            - rule: self.ratio / 2.0 < 10.0
              message: half of it is too much
            properties:
              min: {type: integer, default: 1}
              max: {type: integer, default: 5}
              ratio: {type: number, default: 1}
              class-name: {type: string}
              fixed:
                type: string
                x-kubernetes-validations: [{rule: self == oldSelf, message: it is fixed}]
              ports:
                type: array
                x-kubernetes-list-type: map
                x-kubernetes-list-map-keys: [name]
                x-kubernetes-validations: [{rule: "self.all(p, self.exists_one(q, q.port == p.port))", message: a port twice}]
                items:
                  type: object
                  required: [name]
                  properties:
                    name: {type: string}
                    port:
                      type: integer
                      x-kubernetes-validations: [{rule: self >= oldSelf, message: a port only grows}]
        """;

    [Theory]
    [InlineData("w", "{}", null)]
    [InlineData("a", "{}", "<nil>: Invalid value: the name begins with w")]
    [InlineData("w", """{"min": 7}""", "spec: Invalid value: failed rule: self.min <= self.max")]
    [InlineData("w", """{"ratio": 20}""", "spec: Invalid value: half of it is too much")]
    [InlineData("w", """{"ratio": 19}""", null)]
    [InlineData("w", """{"class-name": "none"}""", "spec.class-name: Forbidden: class none is no class")]
    [InlineData("w", """{"fixed": "a"}""", null)]
    [InlineData("w", """{"ports": [{"name": "a", "port": 1}, {"name": "b", "port": 1}]}""", "spec.ports: Invalid value: a port twice")]
    [InlineData("w", """{"ports": [{"name": "a"}]}""", "spec.ports: Invalid value: \"array\": no such key: port evaluating rule: a port twice")]
    public async Task Create_RulesAreAsked(string name, string spec, string? expected)
    {
        await using var cluster = await DefinedAsync();

        var created = await cluster.CreateAsync("widgets", Widget(name, spec), Cancel);

        Assert.Equal(expected, created.IsOk ? null : created.Error.Message.Split($"\"{name}\" is invalid: ", 2)[1]);
    }

    [Theory]
    [InlineData("""{"fixed": "b"}""", "spec.fixed: Invalid value: \"b\": it is fixed")]
    [InlineData("""{"ports": [{"name": "b", "port": 7}, {"name": "a", "port": 4}]}""", null)]
    [InlineData("""{"ports": [{"name": "b", "port": 7}, {"name": "a", "port": 2}]}""", "spec.ports[1].port: Invalid value: 2: a port only grows")]
    public async Task Update_RulesSeeWhatWas(string spec, string? expected)
    {
        await using var cluster = await DefinedAsync();
        await cluster.CreateAsync("widgets", Widget("w", """{"fixed": "a", "ports": [{"name": "a", "port": 3}]}"""), Cancel);

        var updated = await PatchAsync(cluster, $$"""{"spec":{{spec}} }""");

        Assert.Equal(expected, updated?.Split("\"w\" is invalid: ", 2)[1]);
    }

    [Fact]
    public async Task Update_OfSomethingElse_LeavesOldFaults()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        var lenient = Schema.Replace("self.min <= self.max", "1 == 1", StringComparison.Ordinal);
        await cluster.DefineAsync("widgets", Definition("widgets", "Widget", lenient), Cancel);
        await cluster.CreateAsync("widgets", Widget("w", """{"min": 7}"""), Cancel);
        await cluster.ApplyAsync(Definition("widgets", "Widget", Schema), Cancel);

        var labelled = await PatchAsync(cluster, """{"metadata":{"labels":{"a":"b"}}}""");
        // The new definition is served a moment after it is stored.
        var changed = default(string);
        for (var min = 8; changed is null; min++) changed = await PatchAsync(cluster, $$"""{"spec":{"min":{{min}} } }""");

        Assert.Null(labelled);
        Assert.Equal("spec: Invalid value: failed rule: self.min <= self.max", changed.Split("is invalid: ", 2)[1]);
    }

    [Theory]
    [InlineData("self.a < 3", ".rule: Invalid value: \"self.a < 3\": compilation failed: undefined field 'a'")]
    [InlineData("self.spec.list.all(x, x.name == '')", "compilation failed: undefined field 'name'")]
    [InlineData("self.kind.isWhole()", ".rule: Forbidden: the function 'isWhole' is not supported in rules by this server yet")]
    [InlineData("self.kind ==", "Syntax error")]
    public async Task Define_RuleThatCannotBeRead_IsRefused(string rule, string expected)
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        var schema = $$"""
            type: object
            x-kubernetes-validations: [{rule: "{{rule}}"}]
            properties:
              spec:
                type: object
                properties:
                  list: {type: array, items: {type: object, properties: {key: {type: string} } } }
            """;

        var refused = await Assert.ThrowsAsync<ApiException>(() => cluster.ApplyAsync(Definition("widgets", "Widget", schema), Cancel));

        Assert.Contains("x-kubernetes-validations[0].rule: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    private async Task<TestCluster> DefinedAsync()
    {
        var cluster = await TestCluster.StartAsync(new(), Cancel);
        await cluster.DefineAsync("widgets", Definition("widgets", "Widget", Schema), Cancel);
        return cluster;
    }

    private async Task<string?> PatchAsync(TestCluster cluster, string patch)
    {
        var done = await cluster.Client.SendAsync(Call(ApiVerb.Patch, "widgets", "w") with { Patch = ObjectPatch.Merge(patch) }, Cancel);
        return done.IsOk ? null : done.Error.Message;
    }

    private static string Widget(string name, string spec) =>
        $$"""{"apiVersion":"{{Group}}/v1","kind":"Widget","metadata":{"name":"{{name}}","namespace":"default"},"spec":{{spec}}}""";
}
