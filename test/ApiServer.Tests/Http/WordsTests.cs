using System.Text;
using Kybernet.ApiServer.Http;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tests.Http;

/// <summary>What upstream's own functions print for the same values.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData("""{"b":[1,"x",null],"a":{"c":true}}""", "map[a:map[c:true] b:[1 x <nil>]]")]
    [InlineData("{}", "map[]")]
    [InlineData("""{"n":1.5}""", "map[n:1.5]")]
    public void GoText_Value_AsGoPrintsIt(string json, string expected) => Assert.Equal(expected, GoText.Of(Read(json)));

    [Theory]
    [InlineData("json: cannot unmarshal string into Go struct field ObjectMeta.metadata.labels of type map[string]string", "cannot restore map from string")]
    [InlineData("json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container", "cannot restore slice from map")]
    [InlineData("json: cannot unmarshal array into Go struct field Pod.spec of type v1.PodSpec", "cannot restore struct from: slice")]
    [InlineData("json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32", "unrecognized type: int32")]
    [InlineData("json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32", "cannot convert float64 to int32")]
    [InlineData("json: cannot unmarshal number into Go struct field PodSpec.spec.nodeName of type string", "cannot convert int64 to string")]
    [InlineData("json: cannot unmarshal bool into Go struct field PodSpec.spec.nodeName of type string", "unrecognized type: string")]
    [InlineData("illegal base64 data at input byte 0", "error decoding from json: illegal base64 data at input byte 0")]
    [InlineData("quantities must match the regular expression", "quantities must match the regular expression")]
    public void MapFaults_Fault_InTheConvertersWords(string fault, string expected) => Assert.Equal(expected, MapFaults.Of(fault));

    [Theory]
    [InlineData("""{"a":1}""", "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp")]
    [InlineData("[1]", "error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp")]
    [InlineData("""[{"op":1}]""", "error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string")]
    [InlineData("""[{"op":"add","path":"/a","value":{}}]""", null)]
    public void PatchShape_Operations_AreRefused(string json, string? expected) => Assert.Equal(expected, PatchShape.ProblemOfOperations(Read(json)));

    [Fact]
    public void PatchShape_MemberNoOperationHas_IsNamed() =>
        Assert.Equal(["unknown field \"[1].foo\""], PatchShape.UnknownMembers(Read("""[{"op":"add"},{"op":"add","foo":1}]""")));

    [Theory]
    [InlineData("""{"a":{},"b":[],"c":[1,{"d":"x,{\"y\":1}"}]}""",
        "{\n  \"a\": {},\n  \"b\": [],\n  \"c\": [\n    1,\n    {\n      \"d\": \"x,{\\\"y\\\":1}\"\n    }\n  ]\n}")]
    [InlineData("{}\n", "{}")]
    public void JsonIndent_Document_AsGoIndentsIt(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(JsonIndent.Of(Encoding.UTF8.GetBytes(json)).Span));

    private static JsonValue Read(string json)
    {
        var reader = new JsonReader(Encoding.UTF8.GetBytes(json), DecodeOptions.Default);
        return JsonValueCodec.ReadJson(ref reader);
    }
}
