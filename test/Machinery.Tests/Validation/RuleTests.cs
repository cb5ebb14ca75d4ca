using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Validation;

public sealed class RuleTests
{
    private static readonly FieldPath Path = FieldPath.Of("f");
    private static readonly string[] Fields = ["a", "b", "c"];
    private static readonly UnionMember[] Members = [new("a", "A"), new("b", "B")];

    public static TheoryData<Action<FieldErrorList>, string> Rules => new()
    {
        { e => RequiredRules.Required(e, Path, ""), "f: Required value" },
        { e => RequiredRules.Required(e, Path, (string?)null), "f: Required value" },
        { e => RequiredRules.Required(e, Path, 0), "f: Required value" },
        { e => RequiredRules.Required(e, Path, "x"), "" },
        { e => RequiredRules.Required(e, Path, ListOf<int>.Empty), "f: Required value" },
        { e => RequiredRules.Required(e, Path, default(MapOf<string>)), "f: Required value" },
        { e => RequiredRules.Present(e, Path, (int?)null), "f: Required value" },
        { e => RequiredRules.Present(e, Path, (int?)0), "" },
        { e => EnumRules.Supported(e, Path, "C", ["B", "A"]), "f: Unsupported value: \"C\": supported values: \"A\", \"B\"" },
        { e => EnumRules.Supported(e, Path, "<", ["A"]), "f: Unsupported value: \"\\u003c\": supported values: \"A\"" },
        { e => EnumRules.Supported(e, Path, null, ["A"]), "" },
        { e => BoundRules.Minimum(e, Path, -1, 0), "f: Invalid value: -1: must be greater than or equal to 0" },
        { e => BoundRules.Minimum(e, Path, (int?)null, 0), "" },
        { e => BoundRules.Maximum(e, Path, 11, 10), "f: Invalid value: 11: must be less than or equal to 10" },
        { e => BoundRules.Maximum(e, Path, 10, 10), "" },
        { e => BoundRules.Maximum(e, Path, 0.5, 0.25), "f: Invalid value: 0.5: must be less than or equal to 0.25" },
        { e => LengthRules.MinLength(e, Path, "😀", 2), "f: Too short: must be at least 2 characters" },
        { e => LengthRules.MaxLength(e, Path, "한글", 1), "f: Too long: may not be more than 1 character" },
        { e => LengthRules.MaxLength(e, Path, "😀", 1), "" },
        { e => LengthRules.MaxBytes(e, Path, "한", 2), "f: Too long: may not be more than 2 bytes" },
        { e => LengthRules.MaxBytes(e, Path, "한", 3), "" },
        { e => ItemRules.MinItems(e, Path, ListOf<int>.Empty, 1), "f: Too few: 0: must have at least 1 item" },
        { e => ItemRules.MaxItems<int>(e, Path, [1, 2], 1), "f: Too many: 2: must have at most 1 item" },
        { e => ImmutableRules.Immutable(e, Path, "new", "old"), "f: Invalid value: \"new\": field is immutable" },
        { e => ImmutableRules.Immutable(e, Path, (string?)null, "old"), "f: Invalid value: null: field is immutable" },
        { e => ImmutableRules.Immutable(e, Path, (long?)30, null), "f: Invalid value: 30: field is immutable" },
        { e => ImmutableRules.Immutable(e, Path, true, false), "f: Invalid value: true: field is immutable" },
        {
            e => ImmutableRules.Immutable<ListOf<string>>(e, Path, ["a"], [], FieldValue.JsonStrings),
            "f: Invalid value: [\"a\"]: field is immutable"
        },
        { e => ImmutableRules.Immutable<ListOf<string>>(e, Path, ["a"], ["a"], FieldValue.JsonStrings), "" },
        { e => UnionRules.OneOf(e, Path, Fields, [false, false, false]), "f: Invalid value: \"\": must specify one of: `a`, `b`, `c`" },
        {
            e => UnionRules.OneOf(e, Path, Fields, [true, false, true]),
            "f: Invalid value: \"{a, c}\": must specify exactly one of: `a`, `b`, `c`"
        },
        { e => UnionRules.OneOf(e, Path, Fields, [false, true, false]), "" },
        {
            e => UnionRules.AtMostOneOf(e, Path, Fields, [true, true, false]),
            "f: Invalid value: \"{a, b}\": must specify at most one of: `a`, `b`, `c`"
        },
        { e => UnionRules.AtMostOneOf(e, Path, Fields, [false, false, false]), "" },
        {
            e => UnionRules.Discriminated(e, Path, "type", "A", Members, [false, true]),
            "[f.a: Invalid value: \"\": must be specified when `type` is \"A\", f.b: Invalid value: \"\": may only be specified when `type` is \"B\"]"
        },
        { e => UnionRules.Discriminated(e, Path, "type", "Z", Members, [false, false]), "" },
        { e => FormatRules.Port(e, Path, 0), "f: Invalid value: 0: must be between 1 and 65535, inclusive" },
        { e => MetadataRules.NonNegative(e, Path, -1), "f: Invalid value: -1: must be greater than or equal to 0" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_Value_GivesUpstreamsMessage(Action<FieldErrorList> rule, string message)
    {
        var errors = new FieldErrorList();
        rule(errors);
        Assert.Equal(message, errors.Aggregate());
    }

    [Theory]
    [InlineData("dns-label", "web", "Web")]
    [InlineData("dns-subdomain", "a.b", "A.b")]
    [InlineData("dns1035-label", "web", "1web")]
    [InlineData("qualified-name", "a.io/B", "a.io/-")]
    [InlineData("label-value", "", "-")]
    [InlineData("port-name", "http", "http_")]
    [InlineData("ip", "::1", "0::1")]
    [InlineData("cidr", "10.0.0.0/8", "10.0.0.1/8")]
    [InlineData("path-segment-name", "A:b", "a/b")]
    [InlineData("uuid", "123e4567-e89b-12d3-a456-426614174000", "123e4567")]
    [InlineData("env-var-name", "1 a", "a=b")]
    [InlineData("config-map-key", "a.b", "..")]
    [InlineData("http-header-name", "X-A", "X_A")]
    public void TryCheck_KnownFormat_JudgesTheValue(string format, string good, string bad)
    {
        var errors = new FieldErrorList();
        Assert.True(FormatRules.TryCheck(errors, Path, format, good));
        Assert.True(FormatRules.TryCheck(errors, Path, format, null));
        Assert.Empty(errors);
        Assert.True(FormatRules.TryCheck(errors, Path, format, bad));
        Assert.Equal(FieldErrorType.Invalid, Assert.Single(errors).Type);
    }

    [Fact]
    public void TryCheck_UnknownFormat_IsFalse() => Assert.False(FormatRules.TryCheck(new FieldErrorList(), Path, "colour", "red"));
}
