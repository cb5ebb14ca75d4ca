using System.Text;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;

namespace Kybernet.Api.Tests;

public class DynamicObjectTests
{
    private const string Sorted = """{"apiVersion":"example.com/v1","kind":"Thing","metadata":{"name":"a","labels":{"x":"y"}},"spec":"""
        + """{"list":[1,2.5,null,true],"text":"\u003c"},"zebra":1}""";

    [Fact]
    public void Decode_Members_AreWrittenSortedAsUpstream()
    {
        const string Json = """{"zebra":1,"kind":"Thing","spec":{"text":"<","list":[1,2.5,null,true]},"metadata":"""
            + """{"labels":{"x":"y"},"name":"a"},"apiVersion":"example.com/v1"}""";
        var decoded = DynamicObject.Decode(Encoding.UTF8.GetBytes(Json), DecodeOptions.Default);
        Assert.Equal(Sorted, decoded.Value!.ToString());
        Assert.Equal(decoded.Value, DynamicObject.Decode(Encoding.UTF8.GetBytes(Sorted), DecodeOptions.Default).Value);
    }

    [Fact]
    public void Members_BeforeTheHead_AreWrittenFirst()
    {
        const string Json = """{"aaa":1,"apiVersion":"g/v1","b":2,"kind":"K","m":3,"metadata":{},"n":4}""";
        Assert.Equal(Json, DynamicObject.Decode(Encoding.UTF8.GetBytes(Json), DecodeOptions.Default).Value!.ToString());
    }

    [Fact]
    public void With_NestedValue_LeavesTheOriginal()
    {
        var thing = DynamicObject.Decode(Encoding.UTF8.GetBytes(Sorted), DecodeOptions.Default).Value!;
        var changed = thing with { Members = thing.Members.SetItem("spec", thing["spec"].With("replicas", 3)) };
        Assert.Equal(3, changed["spec"]["replicas"].AsInteger());
        Assert.True(thing["spec"]["replicas"].IsNull);
        Assert.NotEqual(thing, changed);
    }

    [Theory]
    [InlineData("1", JsonKind.Integer)]
    [InlineData("-9223372036854775808", JsonKind.Integer)]
    [InlineData("9223372036854775808", JsonKind.Double)]
    [InlineData("1.0", JsonKind.Double)]
    [InlineData("1e3", JsonKind.Double)]
    public void Numbers_AreIntegersOrDoublesAsUpstream(string json, JsonKind expected)
    {
        var reader = new JsonReader(Encoding.UTF8.GetBytes(json), DecodeOptions.Default);
        Assert.Equal(expected, JsonValueCodec.ReadJson(ref reader).Kind);
    }

    [Fact]
    public void Strict_DuplicatesAtAnyDepth_AreReported()
    {
        const string Json = """{"apiVersion":"g/v1","kind":"K","spec":{"a":[{"b":1,"b":2}]},"metadata":{"nme":"x"}}""";
        var decoded = DynamicObject.Decode(Encoding.UTF8.GetBytes(Json), DecodeOptions.Default, strict: true);
        Assert.Equal(["duplicate field \"spec.a[0].b\"", "unknown field \"metadata.nme\""], decoded.Strict!.Messages);
    }

    [Fact]
    public void Decode_WithoutKind_IsRefused() =>
        Assert.StartsWith("Object 'Kind' is missing", DynamicObject.Decode("{}"u8, DecodeOptions.Default).Error!.Message, StringComparison.Ordinal);
}
