using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Apply;

public class FieldSetTests
{
    /// <summary>Texts as upstream writes them: each must come back byte for byte.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"f:metadata":{"f:labels":{".":{},"f:app":{},"f:x.io/y":{}}}}""")]
    [InlineData("""{"f:containers":{"k:{\"name\":\"web\"}":{".":{},"f:image":{},"f:name":{}}}}""")]
    [InlineData("""{"f:ports":{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}""")]
    [InlineData("""{"f:metadata":{"f:finalizers":{".":{},"v:\"a\"":{},"v:\"b\"":{}}}}""")]
    [InlineData("""{"f:l":{"v:1":{},"v:2.5":{},"v:10":{},"v:\"1\"":{},"v:true":{},"v:null":{}}}""")]
    [InlineData("""{"f:a":{},"k:{\"n\":1}":{},"v:1":{},"i:0":{},"i:10":{}}""")]
    [InlineData("""{"f:a\"b":{},"f:a\\b":{},"k:{\"n\":\"\\u003c\\\"\"}":{}}""")]
    [InlineData("""{"f:naïve":{},"f:☸":{}}""")]
    public void FieldsV1_Text_ComesBack(string json) => Assert.Equal(json, Fields.Text(Fields.Parse(json)));

    [Theory]
    [InlineData("""{"f:b":{},"f:a":{}}""", """{"f:a":{},"f:b":{}}""")]
    [InlineData("""{"f:a":{"f:x":{}},"f:a":{"f:y":{}}}""", """{"f:a":{"f:y":{}}}""")]
    [InlineData("""{"x:unknown":{"f:a":{}},"f:b":{}}""", """{"f:b":{}}""")]
    [InlineData("""{"f:a":{".":{}}}""", """{"f:a":{}}""")]
    [InlineData("""{"k:{\"b\":1,\"a\":2}":{}}""", """{"k:{\"a\":2,\"b\":1}":{}}""")]
    [InlineData("""{"f:a":null}""", """{"f:a":{}}""")]
    [InlineData("""{"v:1.0":{}}""", """{"v:1":{}}""")]
    public void FieldsV1_OtherText_IsMadeCanonical(string json, string expected) => Assert.Equal(expected, Fields.Text(Fields.Parse(json)));

    [Theory]
    [InlineData("""{"f":{}}""")]
    [InlineData("""{"name":{}}""")]
    [InlineData("""{"k:[]":{}}""")]
    [InlineData("""{"i:x":{}}""")]
    [InlineData("[]")]
    public void Parse_NoFieldSet_IsNull(string json) => Assert.Null(FieldSet.Parse(FieldsV1.FromJson(System.Text.Encoding.UTF8.GetBytes(json))));

    [Fact]
    public void Parse_AbsentFields_IsEmpty() => Assert.True(FieldSet.Parse(default)!.IsEmpty);

    [Theory]
    [InlineData("""{"f:a":{".":{},"f:b":{}},"f:c":{}}""", """{"f:a":{"f:b":{}},"f:d":{}}""", """{"f:a":{".":{},"f:b":{}},"f:c":{},"f:d":{}}""",
        """{"f:a":{"f:b":{}}}""", """{"f:a":{},"f:c":{}}""")]
    [InlineData("""{"f:a":{"f:b":{}}}""", """{"f:a":{}}""", """{"f:a":{".":{},"f:b":{}}}""", "{}", """{"f:a":{"f:b":{}}}""")]
    public void Algebra_Sets_Combine(string left, string right, string union, string intersection, string difference)
    {
        var (a, b) = (Fields.Parse(left), Fields.Parse(right));
        Assert.Equal(
            (union, intersection, difference),
            (Fields.Text(a.Union(b)), Fields.Text(a.Intersection(b)), Fields.Text(a.Difference(b))));
    }

    [Fact]
    public void RecursiveDifference_Parent_TakesChildren() => Assert.Equal(
        """{"f:b":{}}""", Fields.Text(Fields.Parse("""{"f:a":{".":{},"f:x":{}},"f:b":{}}""").RecursiveDifference(Fields.Parse("""{"f:a":{}}"""))));

    [Fact]
    public void Leaves_ParentsThatAreMembers_GoAway() => Assert.Equal(
        """{"f:a":{"f:x":{}},"f:b":{}}""", Fields.Text(Fields.Parse("""{"f:a":{".":{},"f:x":{}},"f:b":{}}""").Leaves()));

    [Fact]
    public void Algebra_RandomSets_FollowTheLaws()
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var (a, b, c) = (Fields.Random(random), Fields.Random(random), Fields.Random(random));
            Assert.Equal(a.Union(b), b.Union(a));
            Assert.Equal(a.Intersection(b), b.Intersection(a));
            Assert.Equal(a.Union(b).Union(c), a.Union(b.Union(c)));
            Assert.Equal(a.Intersection(b.Union(c)), a.Intersection(b).Union(a.Intersection(c)));
            Assert.Equal(a.Difference(b).Union(a.Intersection(b)), a);
            Assert.Equal(a.Difference(a.Difference(b)), a.Intersection(b));
            Assert.True(a.Difference(b).Intersection(b).IsEmpty);
            Assert.Equal(a, a.Union(a));
            Assert.Equal(a.Count, a.Paths().Count());
            Assert.Equal(a, FieldSet.Of([.. a.Paths()]));
        }
    }

    [Fact]
    public void FieldsV1_RandomSets_ComeBack()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var set = Fields.Random(random);
            Assert.Equal(set, Fields.Parse(Fields.Text(set)));
        }
    }

    [Fact]
    public void Only_PatternWithAnyStep_SelectsBelow()
    {
        var filter = FieldFilter.Only(FieldPattern.Prefix("spec", "containers", null, "resources"));
        var set = Fields.Parse(
            """{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:image":{},"f:resources":{"f:limits":{".":{},"f:cpu":{}}}}},"f:x":{}}}""");
        Assert.Equal(
            """{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:resources":{"f:limits":{".":{},"f:cpu":{}}}}}}}""",
            Fields.Text(filter.Filter(set)));
    }

    [Theory]
    [InlineData("""{"f:spec":{"f:replicas":{}}}""", ".spec.replicas")]
    [InlineData("""{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{}}""", "[containerPort=80,protocol=\"TCP\"]")]
    [InlineData("""{"v:\"a\"":{}}""", "[=\"a\"]")]
    [InlineData("""{"i:3":{}}""", "[3]")]
    public void ToString_Paths_AreUpstreams(string json, string expected) => Assert.Equal(expected, Fields.Parse(json).ToString());
}
