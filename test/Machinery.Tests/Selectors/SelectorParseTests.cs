using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Selectors;

public sealed class SelectorParseTests
{
    private const string KeyRule =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    [Theory]
    [InlineData("")]
    [InlineData("x=a,y=b,z=c")]
    [InlineData("x!=a,y=b")]
    [InlineData("x=")]
    [InlineData("x= ,z= ", "x=,z=")]
    [InlineData("!x")]
    [InlineData("x>1,z<5")]
    [InlineData("\rx", "x")]
    [InlineData("x=a,a=x", "a=x,x=a")]
    [InlineData("this-is-a-dns.domain.com/key-with-dash")]
    [InlineData("a.com/k in (what,so)", "a.com/k in (so,what)")]
    [InlineData("0.1.2.domain/99 notin (10.10.100.1, tick.tack.clock)", "0.1.2.domain/99 notin (10.10.100.1,tick.tack.clock)")]
    [InlineData("foo  in\t (abc)", "foo in (abc)")]
    [InlineData("x notin\n (abc)", "x notin (abc)")]
    [InlineData("x in (abc,)", "x in (,abc)")]
    [InlineData("x in (abc,abc)", "x in (abc)")]
    [InlineData("x in ()")]
    [InlineData("x in (a,,,,,,)", "x in (,a)")]
    [InlineData("x in (a,,a,,a,,a,,)", "x in (,a)")]
    [InlineData("x notin (, a)", "x notin (,a)")]
    [InlineData("x notin (abc,,def),bar,z in (),w", "bar,w,x notin (,abc,def),z in ()")]
    [InlineData("x,y in (a)")]
    [InlineData("x==a,y!=b,z in (h,i,j)")]
    [InlineData("a ", "a")]
    [InlineData("a in (x,y,notin, z,in)", "a in (in,notin,x,y,z)")]
    [InlineData("notin=in")]
    [InlineData("in in (in)")]
    [InlineData("a=\0b", "a=b")]
    [InlineData("a\0=b", "a=b")]
    [InlineData("a=b \0,(", "a=b")]
    public void Parse_Selector_HasItsCanonicalText(string text, string? canonical = null)
    {
        var selector = Selector.Parse(text);
        Assert.Equal(canonical ?? text, selector.ToString());
        Assert.Equal(selector, Selector.Parse(selector.ToString()));
    }

    [Theory]
    [InlineData("x==a==b", "found '==', expected: ',' or 'end of string'")]
    [InlineData("!x=a", "found '=', expected: ',' or 'end of string'")]
    [InlineData("x,,y", "found ',', expected: identifier after ','")]
    [InlineData("a in (xyz),", "found '', expected: identifier after ','")]
    [InlineData(",x,y", "found ',', expected: !, identifier, or 'end of string'")]
    [InlineData("(", "found '(', expected: !, identifier, or 'end of string'")]
    [InlineData("a in (xyz)b notin ()", "found 'b', expected: ',' or 'end of string'")]
    [InlineData("!", "unable to parse requirement: found '', expected: identifier")]
    [InlineData("!!a", "unable to parse requirement: found '!', expected: identifier")]
    [InlineData("x nott in (y)", "unable to parse requirement: found 'nott', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("x exists", "unable to parse requirement: found 'exists', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("a (", "unable to parse requirement: found '(', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("a in b", "unable to parse requirement: found 'b' expected: '('")]
    [InlineData("a notin(", "unable to parse requirement: found '', expected: ',', ')' or identifier")]
    [InlineData("a in (xyz abc)", "unable to parse requirement: found 'abc', expected: ',' or ')'")]
    [InlineData("a in (xyz", "unable to parse requirement: found '', expected: ',' or ')'")]
    [InlineData("a in (xyz,", "unable to parse requirement: found '', expected: ',', or identifier")]
    [InlineData("a in (xyz,=)", "unable to parse requirement: found '=', expected: ',', or identifier")]
    [InlineData("a=(", "unable to parse requirement: found '(', expected: identifier")]
    [InlineData(
        "x<a", "unable to parse requirement: values[0]: Invalid value: \"a\": for 'Gt', 'Lt' operators, the value must be an integer")]
    [InlineData("-x", "unable to parse requirement: <nil>: Invalid value: \"-x\": name part " + KeyRule)]
    public void TryParse_Malformed_SaysWhatUpstreamSays(string text, string error)
    {
        Assert.False(Selector.TryParse(text, out var selector, out var message));
        Assert.Null(selector);
        Assert.Equal(error, message);
        Assert.Equal(error, Assert.Throws<FormatException>(() => Selector.Parse(text)).Message);
    }

    [Fact]
    public void TryParse_BadValue_NamesPathPositionAndKey()
    {
        Assert.False(Selector.TryParse("x=a||y=b", FieldPath.Of("spec").Child("selector"), out _, out var error));
        Assert.StartsWith(
            "unable to parse requirement: spec.selector.values[0][x]: Invalid value: \"a||y\": a valid label must be", error, StringComparison.Ordinal);
        Assert.False(Selector.TryParse("x in (b,a b)", out _, out error));
        Assert.Equal("unable to parse requirement: found 'b', expected: ',' or ')'", error);
    }
}
