using Kybernet.Machinery.Patch;
using Kybernet.Machinery.Tests.Apply;

namespace Kybernet.Machinery.Tests.Patch;

public class JsonPatchTests
{
    [Theory]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"baz":"qux","foo":"bar"}""")]
    [InlineData("""{"foo":["bar","baz"]}""", """[{"op":"add","path":"/foo/1","value":"qux"}]""", """{"foo":["bar","qux","baz"]}""")]
    [InlineData("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/-1","value":"qux"}]""", """{"foo":["bar","qux"]}""")]
    [InlineData("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/-","value":["a"]}]""", """{"foo":["bar",["a"]]}""")]
    [InlineData("""{"foo":["a","b"]}""", """[{"op":"remove","path":"/foo/-1"}]""", """{"foo":["a"]}""")]
    [InlineData("""{"a":1,"b":2}""", """[{"op":"remove","path":"/a"}]""", """{"b":2}""")]
    [InlineData("""{"a":{"b":[1,{"c":2}]}}""", """[{"op":"replace","path":"/a/b/1/c","value":null}]""", """{"a":{"b":[1,{"c":null}]}}""")]
    [InlineData("""{"a":{"x":1},"b":{}}""", """[{"op":"move","from":"/a/x","path":"/b/y"}]""", """{"a":{},"b":{"y":1}}""")]
    [InlineData("""{"a":[1,2,3]}""", """[{"op":"move","from":"/a/0","path":"/a/2"}]""", """{"a":[2,3,1]}""")]
    [InlineData("""{"a":{"x":[1]}}""", """[{"op":"copy","from":"/a","path":"/b"},{"op":"add","path":"/b/x/-","value":2}]""",
        """{"a":{"x":[1]},"b":{"x":[1,2]}}""")]
    [InlineData("""{"a/b":{"c~d":1}}""", """[{"op":"replace","path":"/a~1b/c~0d","value":2}]""", """{"a/b":{"c~d":2}}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"","value":{"b":2}}]""", """{"b":2}""")]
    [InlineData("""{"a":{"b":[1,"x"]}}""", """[{"op":"test","path":"/a","value":{"b":[1,"x"]}}]""", """{"a":{"b":[1,"x"]}}""")]
    [InlineData("""{"a":1}""", """[{"op":"test","path":"/b","value":null}]""", """{"a":1}""")]
    [InlineData("""{"a":1}""", """[{"op":"test","path":"","value":{"a":1}}]""", """{"a":1}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"/b","value":2}]""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":1}""", "[]", """{"a":1}""")]
    public void Apply_Operations_GiveResult(string value, string patch, string expected) =>
        Assert.Equal(expected, JsonPatch.Apply(TestTypes.Json(value), TestTypes.Json(patch)).Value.ToString());

    /// <summary>What went wrong is upstream's own message inside; clients see the generic words.</summary>
    [Theory]
    [InlineData("""[{"op":"test","path":"/a","value":2}]""")]
    [InlineData("""[{"op":"test","path":"/a/b","value":2}]""")]
    [InlineData("""[{"op":"remove","path":"/c"}]""")]
    [InlineData("""[{"op":"remove","path":"/l/3"}]""")]
    [InlineData("""[{"op":"add","path":"/l/4","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/l/x","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/l/-5","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/c/d","value":1}]""")]
    [InlineData("""[{"op":"add","path":"a","value":1}]""")]
    [InlineData("""[{"op":"add","value":1}]""")]
    [InlineData("""[{"op":"replace","path":"/l/3","value":1}]""")]
    [InlineData("""[{"op":"replace","path":"","value":1}]""")]
    [InlineData("""[{"op":"move","path":"/b"}]""")]
    [InlineData("""[{"op":"move","from":"/c","path":"/b"}]""")]
    [InlineData("""[{"op":"copy","from":"/c/d","path":"/b"}]""")]
    [InlineData("""[{"op":"make","path":"/b"}]""")]
    [InlineData("[null]")]
    public void Apply_FailingOperation_IsUnprocessable(string patch)
    {
        var error = JsonPatch.Apply(TestTypes.Json("""{"a":1,"l":[1,2,3]}"""), TestTypes.Json(patch)).Error;
        Assert.Equal((422, "Invalid", "the server rejected our request due to an error in our request"), (error!.Code, error.Reason, error.Message));
    }

    [Theory]
    [InlineData("""{"op":"add"}""", "json: cannot unmarshal object into Go value of type jsonpatch.Patch")]
    [InlineData("[1]", "json: cannot unmarshal number into Go value of type jsonpatch.Operation")]
    public void Apply_NoPatch_IsBadRequest(string patch, string message) =>
        Assert.Equal((400, message), Said(JsonPatch.Apply(TestTypes.Json("{}"), TestTypes.Json(patch))));

    [Fact]
    public void Apply_TooManyOperations_IsTooLarge()
    {
        var patch = TestTypes.Json("[" + string.Join(',', Enumerable.Repeat("""{"op":"test","path":"/b","value":null}""", 10_001)) + "]");
        Assert.Equal(
            (413, "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001"),
            Said(JsonPatch.Apply(TestTypes.Json("{}"), patch)));
    }

    [Fact]
    public void Apply_CopiesWithoutEnd_AreUnprocessable()
    {
        var value = TestTypes.Json($$"""{"a":"{{new string('x', 1 << 20)}}"}""");
        var copy = """{"op":"copy","from":"/a","path":"/b"}""";
        Assert.False(JsonPatch.Apply(value, TestTypes.Json($"[{copy},{copy}]")).Failed);
        Assert.Equal(422, JsonPatch.Apply(value, TestTypes.Json($"[{copy},{copy},{copy}]")).Error?.Code);
    }

    private static (int Code, string Message) Said(PatchResult result) => (result.Error!.Code, result.Error.Message);
}
