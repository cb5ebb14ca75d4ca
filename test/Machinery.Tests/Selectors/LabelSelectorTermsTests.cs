using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Selectors;

public sealed class LabelSelectorTermsTests
{
    public static TheoryData<LabelSelectorTerms, string> Good => new()
    {
        { new(default, default), "" },
        { new(MapOf.Of(("foo", "bar")), default), "foo=bar" },
        {
            new(MapOf.Of(("foo", "bar")), [new("baz", "In", ["qux", "norf"]), new("a", "Exists", []), new("b", "DoesNotExist", default)]),
            "a,!b,baz in (norf,qux),foo=bar"
        },
        { new(default, [new("foo", "NotIn", ["bar"])]), "foo notin (bar)" },
    };

    public static TheoryData<LabelSelectorTerms, string> Bad => new()
    {
        { new(default, [new("a", "Gt", ["1"])]), "\"Gt\" is not a valid label selector operator" },
        { new(default, [new("a", "In", [])]), "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty" },
        {
            new(default, [new("a", "Exists", ["b"])]),
            "values: Invalid value: [\"b\"]: values set must be empty for exists and does not exist"
        },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void TryToSelector_GoodTerms_MakeTheSelector(LabelSelectorTerms terms, string text)
    {
        Assert.True(LabelSelectorTerms.TryToSelector(terms, out var selector, out _));
        Assert.Equal(text, selector.ToString());
        Assert.Equal(text.Length == 0 ? "<none>" : text, LabelSelectorTerms.Format(terms));
        Assert.True(LabelSelectorTerms.TryParse(text, out var read, out _));
        Assert.Equal(text.Length == 0 ? "<none>" : text, LabelSelectorTerms.Format(read));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void TryToSelector_BadTerms_SayWhy(LabelSelectorTerms terms, string message)
    {
        Assert.False(LabelSelectorTerms.TryToSelector(terms, out var selector, out var error));
        Assert.Null(selector);
        Assert.Equal(message, error);
        Assert.Equal("<error>", LabelSelectorTerms.Format(terms));
    }

    [Fact]
    public void TryToSelector_AbsentAndEmpty_SelectNothingAndEverything()
    {
        Assert.True(LabelSelectorTerms.TryToSelector(null, out var absent, out _));
        Assert.True(LabelSelectorTerms.TryToSelector(default(LabelSelectorTerms), out var empty, out _));
        Assert.Same(Selector.Nothing, absent);
        Assert.Same(Selector.Everything, empty);
    }

    [Theory]
    [InlineData("a>1", "\"gt\" isn't supported in label selectors")]
    [InlineData(
        "a b", "couldn't parse the selector string \"a b\": unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    public void TryParse_NotALabelSelector_SaysWhy(string text, string message)
    {
        Assert.False(LabelSelectorTerms.TryParse(text, out _, out var error));
        Assert.Equal(message, error);
    }

    [Fact]
    public void Validate_BadTerms_AreAllReportedUnlessAllowed()
    {
        var terms = new LabelSelectorTerms(MapOf.Of(("a", "-")), [new("b", "In", []), new("c", "Exists", ["-"]), new("/", "Gt", [])]);
        var (strict, lenient) = (new FieldErrorList(), new FieldErrorList());
        LabelSelectorRules.Validate(strict, FieldPath.Of("s"), terms);
        LabelSelectorRules.Validate(lenient, FieldPath.Of("s"), terms, allowInvalidValues: true, allowUnknownOperators: true);
        Assert.Equal(
            ["s.matchLabels", "s.matchExpressions[0].values", "s.matchExpressions[1].values", "s.matchExpressions[1].values[0]",
                "s.matchExpressions[2].operator", "s.matchExpressions[2].key", "s.matchExpressions[2].key", "s.matchExpressions[2].key"],
            strict.Select(error => error.Field));
        Assert.Equal("Required value: must be specified when `operator` is 'In' or 'NotIn'", strict[1].Body);
        Assert.Equal("Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'", strict[2].Body);
        Assert.Equal("Invalid value: \"Gt\": not a valid selector operator", strict[4].Body);
        Assert.Equal(strict.Count - 2, lenient.Count);
    }
}
