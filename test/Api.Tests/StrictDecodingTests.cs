using System.Text;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.Api.Tests;

public class StrictDecodingTests
{
    private static readonly Scheme s_scheme = ApiScheme.Create();

    [Theory]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","foo":1}""", """unknown field "foo" """)]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","spec":{"containers":[{"name":"a"},{"name":"b","imagee":"x"}]}}""",
        """unknown field "spec.containers[1].imagee" """)]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"labels":{"a":"1","b":"2","a":"3"}}}""", """duplicate field "metadata.labels.a" """)]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","spec":{"nodeName":"a","nodeName":"b"}}""", """duplicate field "spec.nodeName" """)]
    [InlineData("""{"kind":"Pod","kind":"Pod","apiVersion":"v1"}""", """duplicate field "kind" """)]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","x\"y":1}""", """unknown field "x\"y" """)]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","Spec":{}}""", """unknown field "Spec" """)]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","spec":{"volumes":[{"name":"v","hostPath":{"path":"/x","hostPath":1}}]}}""",
        """unknown field "spec.volumes[0].hostPath.hostPath" """)]
    [InlineData("""{"kind":"Deployment","apiVersion":"apps/v1","b":{"b":{"c":1}},"a":2,"b":3}""", """unknown field "b", unknown field "a" """)]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v1","data":{"x":"1","x":"2"},"data":{}}""", """duplicate field "data.x", duplicate field "data" """)]
    public void Strict_UnknownAndDuplicateFields_AreReportedInUpstreamsWords(string json, string expected)
    {
        var decoded = ObjectJson.Decode(Encoding.UTF8.GetBytes(json), s_scheme, DecodeOptions.Default, strict: true);
        Assert.True(decoded.Succeeded, decoded.Error?.Message);
        Assert.Equal("strict decoding error: " + expected.TrimEnd(), decoded.Strict!.ToString());
    }

    [Fact]
    public void Strict_InsideRawExtensionAndEitherOrTypes_IsLenientAsUpstream()
    {
        const string Json = """{"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1","spec":{"group":"g","names":"""
            + """{"plural":"p","kind":"K"},"scope":"Cluster","versions":["""
            + """{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"default":{"a":1,"a":2},"items":{"nonsense":1}}}}]}}""";
        var decoded = ObjectJson.Decode(Encoding.UTF8.GetBytes(Json), s_scheme, DecodeOptions.Default, strict: true);
        Assert.Empty(decoded.Strict!.Messages);
    }

    [Fact]
    public void Lenient_UnknownFields_AreDroppedAndTheLastDuplicateWins()
    {
        const string Json = """{"kind":"Pod","apiVersion":"v1","foo":{"a":[1,{"b":2}]},"spec":{"nodeName":"a","nodeName":"b"}}""";
        var decoded = ObjectJson.Decode(Encoding.UTF8.GetBytes(Json), s_scheme, DecodeOptions.Default);
        Assert.Null(decoded.Strict);
        var pod = Assert.IsType<Core.V1.Pod>(decoded.Value);
        Assert.Equal("b", pod.Spec.NodeName);
        Assert.DoesNotContain("foo", pod.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Strict_ManyFindings_StopAtOneHundred()
    {
        var fields = string.Join(",", Enumerable.Range(0, 300).Select(i => $"\"x{i}\":0"));
        var decoded = ObjectJson.Decode(Encoding.UTF8.GetBytes($$"""{"kind":"Pod","apiVersion":"v1",{{fields}}}"""), s_scheme,
            DecodeOptions.Default, strict: true);
        Assert.Equal(100, decoded.Strict!.Messages.Count);
    }

    [Theory]
    [InlineData("""{"kind":"Deployment","apiVersion":"apps/v1","spec":{"replicas":"3"}}""",
        "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32", "spec.replicas")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","spec":{"containers":{"name":"a"}}}""",
        "json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container", "spec.containers")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","spec":{"containers":[{"ports":[{"containerPort":80.5}]}]}}""",
        "json: cannot unmarshal number 80.5 into Go struct field ContainerPort.spec.containers.ports.containerPort of type int32",
            "spec.containers[0].ports[0].containerPort")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","spec":"x"}""", "json: cannot unmarshal string into Go struct field Pod.spec of type v1.PodSpec", "spec")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"v1","data":{"a":1}}""",
        "json: cannot unmarshal number into Go struct field ConfigMap.data of type string", "data.a")]
    [InlineData("""{"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1","spec":{"versions":[{"schema":{"openAPIV3Schema":"""
        + """{"properties":{"a":{"properties":{"b":{"type":1}}}}}}}]}}""",
        "Go struct field JSONSchemaProps.spec.versions.schema.openAPIV3Schema.properties.properties.type of type string",
        "spec.versions[0].schema.openAPIV3Schema.properties.a.properties.b.type")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","spec":{"volumes":[{"hostPath":{"path":1}}]}}""",
        "Go struct field HostPathVolumeSource.spec.volumes.VolumeSource.hostPath.path of type string", "spec.volumes[0].hostPath.path")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","spec":{}""", "unexpected end of JSON input", "")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1",}""", "invalid character '}' looking for beginning of object key string", "")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1"} x""", "invalid character 'x' after top-level value", "")]
    [InlineData("""{"apiVersion":"v1"}""", """Object 'Kind' is missing in '{"apiVersion":"v1"}'""", "")]
    [InlineData("""{"kind":"Pod"}""", """Object 'apiVersion' is missing in '{"kind":"Pod"}'""", "")]
    [InlineData("""{"kind":"Pot","apiVersion":"v1"}""", "no kind \"Pot\" is registered for version \"v1\"", "")]
    public void WrongTypeOrForm_IsAnErrorWithItsPath(string json, string message, string path)
    {
        var decoded = ObjectJson.Decode(Encoding.UTF8.GetBytes(json), s_scheme, DecodeOptions.Default, strict: true);
        Assert.False(decoded.Succeeded);
        Assert.Contains(message, decoded.Error.Message, StringComparison.Ordinal);
        Assert.StartsWith(path, decoded.Error.Path, StringComparison.Ordinal);
    }
}
