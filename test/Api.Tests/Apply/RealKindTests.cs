using Kybernet.Machinery.Apply.Managed;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Patch.Strategic;
using Kybernet.Machinery.Values;

namespace Kybernet.Api.Tests.Apply;

/// <summary>Patch and apply with the schema of the API's own kinds.</summary>
public class RealKindTests
{
    private static readonly Time s_now = Time.FromUnixSeconds(1_700_000_000);

    private static readonly ApplyScope s_deployments = PodDoor.Scope("apps", "v1", "Deployment");

    private static readonly JsonValue s_empty = PodDoor.Empty(s_deployments.Kind);

    [Fact]
    public void Apply_Deployment_MergesItsListsByKeys()
    {
        var first = Apply("ci", s_empty, default, """[{"name":"web","image":"a","ports":[{"containerPort":80}]}]""");
        var second = Apply("ops", first.Object, first, """[{"name":"log","image":"l"}]""");
        Assert.Equal(
            """[{"image":"a","name":"web","ports":[{"containerPort":80}]},{"image":"l","name":"log"}]""",
            second.Object.At("spec", "template", "spec", "containers").ToString());
        Assert.Equal(
            "Apply failed with 1 conflict: conflict with \"ci\": .spec.template.spec.containers[name=\"web\"].image",
            Apply("ops", second.Object, second, """[{"name":"web","image":"b"}]""").Error?.Message);
    }

    [Fact]
    public void Apply_PortWithoutProtocol_IsTcp()
    {
        var result = Apply("ci", s_empty, default, """[{"name":"web","ports":[{"containerPort":80},{"containerPort":80,"protocol":"UDP"}]}]""");
        const string Ports =
            """
            {"f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}},
            "k:{\"containerPort\":80,\"protocol\":\"UDP\"}":{".":{},"f:containerPort":{},"f:protocol":{}}}
            """;
        Assert.Contains(Ports.ReplaceLineEndings("")[1..], result.Entries[0].FieldsV1.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_UnknownField_IsUpstreamsError() => Assert.Equal(
        "failed to create typed patch object (/; apps/v1, Kind=Deployment): .spec.template.spec.containers[name=\"web\"].imag: field not declared in schema",
        Apply("ci", s_empty, default, """[{"name":"web","imag":"a"}]""").Error?.Message);

    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":"b","image":"2"}]}}""", """{"containers":[{"image":"2","name":"b"},{"image":"1","name":"a"}]}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}""", """{"containers":[]}""")]
    [InlineData("""{"spec":{"nodeSelector":{"x":"y"},"nodeName":null}}""", """{"containers":[{"image":"1","name":"a"}],"nodeSelector":{"x":"y"}}""")]
    public void StrategicMergePatch_Pod_MergesBySchema(string patch, string spec)
    {
        var pod = PodDoor.Parse("""{"spec":{"containers":[{"name":"a","image":"1"}]}}"""u8);
        var patched = StrategicMergePatch.Apply(pod, PodDoor.Parse(System.Text.Encoding.UTF8.GetBytes(patch)), PodDoor.Types.Find("core.v1.Pod"));
        Assert.Equal(spec, patched.Value["spec"].ToString());
    }

    /// <summary>The selector is replaced whole: the one field of the API with that strategy.</summary>
    [Fact]
    public void StrategicMergePatch_DisruptionBudget_ReplacesTheSelector()
    {
        var budget = PodDoor.Parse("""{"spec":{"selector":{"matchLabels":{"a":"1"}}}}"""u8);
        var patch = PodDoor.Parse("""{"spec":{"selector":{"matchLabels":{"b":"2"}}}}"""u8);
        Assert.Equal(
            """{"selector":{"matchLabels":{"b":"2"}}}""",
            StrategicMergePatch.Apply(budget, patch, PodDoor.Types.Find("policy.v1.PodDisruptionBudget")).Value["spec"].ToString());
    }

    private static ApplyResult Apply(string manager, JsonValue live, ApplyResult? before, string containers)
    {
        var json = """{"apiVersion":"apps/v1","kind":"Deployment","spec":{"template":{"spec":{"containers":""" + containers + "}}}}";
        var config = PodDoor.Parse(System.Text.Encoding.UTF8.GetBytes(json));
        return ServerSideApply.Apply(s_deployments, live, before?.Entries ?? default, config, s_empty, manager, force: false, s_now);
    }
}
