using Kybernet.Machinery.Patch;
using Kybernet.Machinery.Tests.Apply;

namespace Kybernet.Machinery.Tests.Patch;

public class MergePatchTests
{
    /// <summary>The examples of RFC 7396, as far as a document is an object, and where upstream goes its own way.</summary>
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"a":1,"e":null}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    [InlineData("{}", """{"a":[{"b":null},null]}""", """{"a":[{},null]}""")]
    [InlineData("""{"a":{"x":1}}""", """{"a":[{"b":null}]}""", """{"a":[{"b":null}]}""")]
    [InlineData("""{"a":1}""", "[1]", "[1]")]
    public void Apply_Patch_GivesResult(string value, string patch, string expected) =>
        Assert.Equal(expected, MergePatch.Apply(TestTypes.Json(value), TestTypes.Json(patch)).Value.ToString());

    [Theory]
    [InlineData("null")]
    [InlineData("\"a\"")]
    [InlineData("1")]
    public void Apply_NoObject_IsBadRequest(string patch) =>
        Assert.Equal("Invalid JSON Patch", MergePatch.Apply(TestTypes.Json("{}"), TestTypes.Json(patch)).Error?.Message);
}
