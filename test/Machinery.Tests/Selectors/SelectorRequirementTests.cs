using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Selectors;

public sealed class SelectorRequirementTests
{
    public static TheoryData<string, SelectorOperator, ListOf<string>, string> Requirements => new()
    {
        { "x", SelectorOperator.In, default, "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty" },
        { "x", SelectorOperator.NotIn, [], "values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty" },
        { "x", SelectorOperator.In, ["foo"], "" },
        {
            "x", SelectorOperator.Equals, ["bar", "foo"],
            "values: Invalid value: [\"bar\",\"foo\"]: exact-match compatibility requires one single value"
        },
        { "x", SelectorOperator.Exists, default, "" },
        {
            "x", SelectorOperator.Exists, ["foo"],
            "values: Invalid value: [\"foo\"]: values set must be empty for exists and does not exist"
        },
        { "x", SelectorOperator.GreaterThan, ["1"], "" },
        { "x", SelectorOperator.GreaterThan, [], "values: Invalid value: []: for 'Gt', 'Lt' operators, exactly one value is required" },
        {
            "x", SelectorOperator.LessThan, ["bar"],
            "values[0]: Invalid value: \"bar\": for 'Gt', 'Lt' operators, the value must be an integer"
        },
        {
            "x", SelectorOperator.LessThan, ["9223372036854775808"],
            "values[0]: Invalid value: \"9223372036854775808\": for 'Gt', 'Lt' operators, the value must be an integer"
        },
    };

    [Theory]
    [MemberData(nameof(Requirements))]
    public void TryCreate_ValuesAndOperator_MustFit(string key, SelectorOperator @operator, ListOf<string> values, string message)
    {
        var errors = new FieldErrorList();
        Assert.Equal(message.Length == 0, SelectorRequirement.TryCreate(key, @operator, values, FieldPath.None, errors, out _));
        Assert.Equal(message, errors.Aggregate());
    }

    [Fact]
    public void TryCreate_BadKeyAndValue_AreReportedWithTheirPaths()
    {
        var errors = new FieldErrorList();
        Assert.False(SelectorRequirement.TryCreate("a/b/c", SelectorOperator.In, ["ok", "a b"], FieldPath.Of("s"), errors, out _));
        Assert.Equal(["s.key", "s.values[1][a/b/c]"], errors.Select(error => error.Field));
    }

    [Theory]
    [InlineData("x in (foo),y notin (alpha)", "x=foo,y=baz", true)]
    [InlineData("x in (foo),y in (alpha)", "x=foo,y=baz", false)]
    [InlineData("x notin (),y", "y=", true)]
    [InlineData("!x,y", "y=", true)]
    [InlineData("x notin (),!y", "y=", false)]
    [InlineData("x in ()", "y=baz", false)]
    [InlineData("", "x=y", true)]
    [InlineData("x=y,z=w", "x=y,z=w", true)]
    [InlineData("x!=y,z!=w", "x=z,z=a", true)]
    [InlineData("x!=y,z!=w", "x=z,z=w", false)]
    [InlineData("x=z", "", false)]
    [InlineData("x", "y=z", false)]
    [InlineData("foo=bar,foobar=bar,baz=blah", "foo=bar,baz=blah", false)]
    [InlineData("x>1", "x=2", true)]
    [InlineData("x>1", "x=1", false)]
    [InlineData("x<1", "x=0", true)]
    [InlineData("x<1", "x=-9223372036854775808", true)]
    [InlineData("x>1", "x=9223372036854775808", false)]
    [InlineData("x>1", "x=v2", false)]
    [InlineData("x>1", "y=2", false)]
    [InlineData("x<1", "x=", false)]
    public void Matches_Labels_AsUpstream(string selector, string labels, bool matches)
    {
        var pairs = labels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='));
        var set = pairs.Select(pair => KeyValuePair.Create(pair[0], pair[1])).ToMapOf();
        Assert.Equal(matches, Selector.Parse(selector).Matches(set));
    }

    [Fact]
    public void Matches_AnyOperator_AllocatesNothing()
    {
        var selector = Selector.Parse("a in (1,2),b notin (3),c,!d,e=5,f==6,g!=7,h>8,i<9");
        var labels = MapOf.Of(("a", "2"), ("b", "4"), ("c", ""), ("e", "5"), ("f", "6"), ("h", "9"), ("i", "-8"));
        Assert.True(selector.Matches(labels));
        var matched = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            if (selector.Matches(labels)) matched++;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1000, matched);
    }
}
