using System.Text;
using Kybernet.Machinery.Patch.Strategic;
using Kybernet.Machinery.Tests.Apply;

namespace Kybernet.Machinery.Tests.Patch;

public class StrategicMergePatchTests
{
    private const string Schema = """
        package test
        group test
        version v1
        namespace Test

        type Item
          1 name string
          2 value string
          3 other string
          4 mergingList []Item patch merge:name
          5 nonMergingList []Item
          6 mergingIntList []int64 patch merge
          7 nonMergingIntList []int64
          8 mergeItemPtr Item? patch merge:name
          9 simpleMap map[string]
          10 replacingItem raw-extension patch replace
          11 retainKeysMap Kept patch retainKeys
          12 retainKeysMergingList []Item patch merge,retainKeys:name

        type Kept
          1 name string
          2 value string
          3 other string
          4 simpleMap map[string]
          5 mergingIntList []int64 patch merge
          6 mergingList []Item patch merge:name
          7 nonMergingList []Item
        """;

    [Fact]
    public void Apply_UpstreamsCases_GiveUpstreamsResults()
    {
        var type = TestTypes.Of(Schema, "Item");
        var failures = new List<string>();
        foreach (var line in Lines())
        {
            var items = TestTypes.Json(line).Items;
            var result = StrategicMergePatch.Apply(items[0], items[1], type);
            var isRight = items[2].AsString() is { } error
                ? result.Error?.Message.Contains(error, StringComparison.Ordinal) == true
                : !result.Failed && result.Value == items[2];
            if (!isRight) failures.Add($"{line}\n  gave {result.Value}{result.Error}");
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Theory]
    [InlineData("""{"mergingList":[{"value":"1"}]}""", "map: map[value:1] does not contain declared merge key: name", 500)]
    [InlineData("""{"$patch":"add"}""", "unknown patch type: add in map: map[$patch:add]", 500)]
    [InlineData("""{"mergingList":[{"$patch":"merge","name":"1"}]}""", "merging lists cannot yet be specified in the patch", 500)]
    [InlineData("""{"mergingList":[{"$patch":"delete"}]}""", "map: map[$patch:delete] does not contain declared merge key: name", 500)]
    [InlineData("""{"mergingIntList":[[1]]}""", "list element types are not identical: [[1] [[1]]]", 500)]
    [InlineData("""{"$retainKeys":true}""", "invalid patch format of retainKeys", 400)]
    [InlineData("""{"$retainKeys":["name"],"value":"x"}""", "invalid patch format of retainKeys", 400)]
    [InlineData("""{"$setElementOrder":["a"]}""", "invalid patch format of setElementOrder list", 400)]
    [InlineData("""{"$deleteFromPrimitiveList":["a"]}""", "invalid patch format of primitive list", 400)]
    [InlineData("""{"$setElementOrder/mergingList":5}""", "expected a []interface {}, but received a int64", 500)]
    [InlineData("""{"$setElementOrder/unknown":[1],"unknown":[1]}""", "unable to find api field in struct Item for the json field \"unknown\"", 500)]
    public void Apply_BadPatch_IsUpstreamsError(string patch, string message, int code)
    {
        var live = TestTypes.Json("""{"name":"x","mergingList":[{"name":"1"}],"mergingIntList":[1]}""");
        var result = StrategicMergePatch.Apply(live, TestTypes.Json(patch), TestTypes.Of(Schema, "Item"));
        Assert.Equal((message, code), (result.Error?.Message, result.Error?.Code));
    }

    [Fact]
    public void Apply_KindWithoutStruct_IsNotSupported() =>
        Assert.Equal("strategic merge patch format is not supported", StrategicMergePatch.Apply("{}", TestTypes.Json("{}"), null).Error?.Message);

    private static IEnumerable<string> Lines()
    {
        using var stream = typeof(StrategicMergePatchTests).Assembly.GetManifestResourceStream("strategic-merge-cases.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.StartsWith('['))];
    }
}
