using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Selectors;

public sealed class SelectorTests
{
    [Fact]
    public void Everything_MatchesAll_NothingMatchesNone()
    {
        var labels = MapOf.Of(("x", "y"));
        Assert.True(Selector.Everything.Matches(labels));
        Assert.True(Selector.Everything.Matches(default));
        Assert.True(Selector.Everything is { IsEmpty: true, MatchesNothing: false });
        Assert.False(Selector.Nothing.Matches(labels));
        Assert.True(Selector.Nothing is { IsEmpty: false, MatchesNothing: true });
        Assert.Equal("", Selector.Nothing.ToString());
        Assert.NotEqual(Selector.Everything, Selector.Nothing);
        Assert.Same(Selector.Nothing, Selector.Nothing.Add(Selector.Parse("a").Requirements[0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a,!a")]
    [InlineData("a in (b),a notin (b)")]
    public void MatchesNothing_ContradictingSelector_IsNotSeen(string selector) => Assert.False(Selector.Parse(selector).MatchesNothing);

    [Fact]
    public void FromSet_Labels_AreRequiredInKeyOrder()
    {
        var selector = Selector.FromSet(MapOf.Of(("app", "foo"), ("a", "b"), ("a-b", "c")));
        Assert.Equal("a=b,a-b=c,app=foo", selector.ToString());
        Assert.Equal(Selector.Parse("app=foo,a=b,a-b=c"), selector);
        Assert.Same(Selector.Everything, Selector.FromSet(default));
    }

    [Fact]
    public void TryFromSet_BadValue_IsReported()
    {
        var errors = new FieldErrorList();
        Assert.False(Selector.TryFromSet(MapOf.Of(("Key", new string('a', 64)), ("z", "-")), out _, errors));
        Assert.Equal("values[0][Key]", Assert.Single(errors).Field);
        Assert.True(Selector.TryFromSet(MapOf.Of(("key", "val")), out var selector, new FieldErrorList()));
        Assert.Equal("key=val", selector.ToString());
    }

    [Fact]
    public void Add_Requirements_AreSortedStably()
    {
        var selector = Selector.Parse("b=1").Add([.. Selector.Parse("a in (2)").Requirements, .. Selector.Parse("b!=3").Requirements]);
        Assert.Equal("a in (2),b=1,b!=3", selector.ToString());
    }

    [Theory]
    [InlineData("key in (value)", "key", "value")]
    [InlineData("key in (value,value2)", "key", null)]
    [InlineData("key in (value,value1),key2 in (value2)", "key2", "value2")]
    [InlineData("key=value", "key", "value")]
    [InlineData("key==value", "key", "value")]
    [InlineData("key!=value", "key", null)]
    [InlineData("key=", "key", "")]
    [InlineData("key!=b,key=a", "key", null)]
    [InlineData("other=a", "key", null)]
    public void RequiresExactMatch_Selector_TellsTheValue(string selector, string label, string? value)
    {
        Assert.Equal(value is not null, Selector.Parse(selector).RequiresExactMatch(label, out var found));
        Assert.Equal(value, found);
    }

    [Theory]
    [InlineData("", true, "")]
    [InlineData("x=a,y=b,z=c", true, "x=a,y=b,z=c")]
    [InlineData(" x = a , y = b ", true, "x=a,y=b")]
    [InlineData(",", false, "invalid selector: []")]
    [InlineData("x", false, "invalid selector: [x]")]
    [InlineData("x==y", false, "invalid selector: [x  y]")]
    [InlineData("x in (y)", false, "invalid selector: [x in (y)]")]
    public void LabelSetTryParse_Text_IsReadOrRefused(string text, bool isValid, string result)
    {
        Assert.Equal(isValid, LabelSet.TryParse(text, FieldPath.None, out var labels, out var error));
        Assert.Equal(result, isValid ? LabelSet.Format(labels) : error);
    }

    [Theory]
    [InlineData("x=$y", "[x]: Invalid value: \"$y\": a valid label must")]
    [InlineData("x!=y", "<nil>: Invalid value: \"x!\": name part must")]
    public void LabelSetTryParse_BadKeyOrValue_IsReported(string text, string start)
    {
        Assert.False(LabelSet.TryParse(text, FieldPath.None, out _, out var error));
        Assert.StartsWith(start, error, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelSetFormat_Labels_SortByWholePair()
    {
        Assert.Equal("a-b=2,a=1", LabelSet.Format(MapOf.Of(("a", "1"), ("a-b", "2"))));
        Assert.Equal("<none>", LabelSet.FormatOrNone(default));
    }

    [Fact]
    public void LabelSetMerge_BothHaveKey_RightWins()
    {
        var left = MapOf.Of(("env", "test"), ("infra", "false"));
        var right = MapOf.Of(("infra", "true"), ("color", "blue"));
        Assert.True(LabelSet.Conflicts(left, right));
        Assert.False(LabelSet.Conflicts(left, MapOf.Of(("env", "test"), ("color", "blue"))));
        Assert.Equal(MapOf.Of(("env", "test"), ("infra", "true"), ("color", "blue")), LabelSet.Merge(left, right));
    }
}
