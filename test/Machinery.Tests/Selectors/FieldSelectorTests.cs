using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Selectors;

namespace Kybernet.Machinery.Tests.Selectors;

public sealed class FieldSelectorTests
{
    private static readonly MapOf<string> Fields = MapOf.Of(("foo", "bar"), ("baz", "blah"), ("complex", @"=value\,\"));

    [Theory]
    [InlineData("")]
    [InlineData("x=a,y=b,z=c")]
    [InlineData("x!=a,y=b")]
    [InlineData(@"x=a||y\=b")]
    [InlineData(@"x=a\=\=b")]
    [InlineData("x==a", "x=a")]
    [InlineData("y=b,,x=a,", "x=a,y=b")]
    [InlineData(@"k=\,,k2=v2", @"k2=v2,k=\,")]
    [InlineData(@"k=\\,k2=v2", @"k2=v2,k=\\")]
    [InlineData("함=수,목=록", "목=록,함=수")]
    [InlineData("!=", "!=")]
    [InlineData("=", "=")]
    public void Parse_Selector_HasItsCanonicalText(string text, string? canonical = null)
    {
        var selector = FieldSelector.Parse(text);
        Assert.Equal(canonical ?? text, selector.ToString());
        Assert.Equal(selector, FieldSelector.Parse(selector.ToString()));
    }

    [Theory]
    [InlineData("x=a||y=b", "invalid field selector: unescaped character in value: 61")]
    [InlineData("x==a==b", "invalid field selector: unescaped character in value: 61")]
    [InlineData("x=a,b", "invalid selector: 'x=a,b'; can't understand 'b'")]
    [InlineData("x in (a)", "invalid selector: 'x in (a)'; can't understand 'x in (a)'")]
    [InlineData(@"x=\a", @"invalid field selector: invalid escape sequence: \a")]
    [InlineData(@"x=\\\", @"invalid field selector: invalid escape sequence: \")]
    public void TryParse_Malformed_SaysWhatUpstreamSays(string text, string error)
    {
        Assert.False(FieldSelector.TryParse(text, out var selector, out var message));
        Assert.Null(selector);
        Assert.Equal(error, message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("=", @"\=")]
    [InlineData(",", @"\,")]
    [InlineData(@"\", @"\\")]
    [InlineData(@"\=\,\", @"\\\=\\\,\\")]
    public void Escape_ThenUnescape_RoundTrips(string value, string? escaped = null)
    {
        Assert.Equal(escaped ?? value, FieldValueText.Escape(value));
        Assert.True(FieldValueText.TryUnescape(escaped ?? value, out var back, out _));
        Assert.Equal(value, back);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("foo=bar,baz=blah", true)]
    [InlineData(@"foo=bar,baz=blah,complex=\=value\\\,\\", true)]
    [InlineData("foo!=x,none!=y,none=", true)]
    [InlineData("foo=blah", false)]
    [InlineData("foo=bar,foobar=bar", false)]
    [InlineData("foo!=bar", false)]
    public void Matches_Fields_AsUpstream(string selector, bool matches) =>
        Assert.Equal(matches, FieldSelector.Parse(selector).Matches(new MapLookup(Fields)));

    [Fact]
    public void Matches_StructLookup_AllocatesNothing()
    {
        var selector = FieldSelector.Parse("foo=bar,baz!=x");
        var lookup = new MapLookup(Fields);
        Assert.True(selector.Matches(lookup));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var matched = selector.Matches(lookup);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(matched);
    }

    [Theory]
    [InlineData("", "test", null)]
    [InlineData("a=b", "test", null)]
    [InlineData("test=b", "test", "b")]
    [InlineData("test=", "test", "")]
    [InlineData("test!=b", "test", null)]
    [InlineData("a=x,test!=c,test=b", "test", "b")]
    public void RequiresExactMatch_Selector_TellsTheValue(string selector, string field, string? value)
    {
        Assert.Equal(value is not null, FieldSelector.Parse(selector).RequiresExactMatch(field, out var found));
        Assert.Equal(value, found);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a=b,c=d", "c=d,e=f", "a")]
    [InlineData("a!=b", "e!=f", "a")]
    [InlineData("a=b,drop=d,g=f", "a=b,g=f")]
    [InlineData("drop=1", "")]
    public void TryTransform_Terms_AreRenamedOrDropped(string text, string result, string renamed = "none")
    {
        FieldTransform transform = (FieldRequirement term, out FieldRequirement changed, out string? error) =>
        {
            error = null;
            if (term.Field == "drop") changed = new("", false, "");
            else changed = term.Field == renamed ? new("e", false, "f") : term;
            return true;
        };
        Assert.True(FieldSelector.Parse(text).TryTransform(transform, out var selector, out _));
        Assert.Equal(result, FieldSelector.Parse(selector.ToString()).ToString());
        Assert.Equal(result.Length == 0, selector.IsEmpty);
    }

    [Fact]
    public void TryTransform_RefusedField_IsTheError()
    {
        FieldTransform refuse = (FieldRequirement term, out FieldRequirement changed, out string? error) =>
        {
            changed = term;
            error = $"field label not supported: {term.Field}";
            return false;
        };
        Assert.False(FieldSelector.Equal("a", "b").TryTransform(refuse, out _, out var message));
        Assert.Equal("field label not supported: a", message);
    }

    [Fact]
    public void And_Selectors_JoinTheirTerms()
    {
        var both = FieldSelector.And(FieldSelector.Equal("a", "b"), FieldSelector.Everything, FieldSelector.NotEqual("c", "d"));
        Assert.Equal("a=b,c!=d", both.ToString());
        Assert.Same(FieldSelector.Nothing, FieldSelector.And(FieldSelector.Equal("a", "b"), FieldSelector.Nothing));
        Assert.False(FieldSelector.Nothing.Matches(new MapLookup(Fields)));
        Assert.True(FieldSelector.Everything.IsEmpty && !FieldSelector.Nothing.IsEmpty);
        Assert.Equal("a=1,b=2", FieldSelector.FromSet(MapOf.Of(("b", "2"), ("a", "1"))).ToString());
    }

    private readonly struct MapLookup(MapOf<string> fields) : IFieldLookup
    {
        public string Get(string field) => fields.GetValueOrDefault(field) ?? "";
    }
}
