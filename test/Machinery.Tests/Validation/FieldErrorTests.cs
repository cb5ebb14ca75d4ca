using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Tests.Validation;

public sealed class FieldErrorTests
{
    private static readonly FieldPath Path = FieldPath.Of("path").Child("to");

    public static TheoryData<FieldError, string> Messages => new()
    {
        { FieldError.Required(Path, ""), "Required value" },
        { FieldError.Required(Path, "the details"), "Required value: the details" },
        { FieldError.Forbidden(Path, "no"), "Forbidden: no" },
        { FieldError.Invalid(Path, "the \"value\"\n", "why"), "Invalid value: \"the \\\"value\\\"\\n\": why" },
        { FieldError.Invalid(Path, 42, ""), "Invalid value: 42" },
        { FieldError.Invalid(Path, -1L, "why"), "Invalid value: -1: why" },
        { FieldError.Invalid(Path, true, "why"), "Invalid value: true: why" },
        { FieldError.Invalid(Path, 1.5, "why"), "Invalid value: 1.5: why" },
        { FieldError.Invalid(Path, FieldValue.Null, "why"), "Invalid value: null: why" },
        { FieldError.Invalid(Path, (string?)null, "why"), "Invalid value: null: why" },
        { FieldError.Invalid(Path, FieldValue.Omitted, "why"), "Invalid value: why" },
        { FieldError.Invalid(Path, FieldValue.Json("""{"a":1}"""), "why"), """Invalid value: {"a":1}: why""" },
        { FieldError.Invalid(Path, FieldValue.JsonStrings(["one", "t<o"]), "why"), """Invalid value: ["one","t\u003co"]: why""" },
        { FieldError.Invalid(Path, FieldValue.JsonStrings(default), "why"), "Invalid value: null: why" },
        { FieldError.TypeInvalid(Path, "v", "why"), "Invalid value: \"v\": why" },
        { FieldError.NotFound(Path, "v"), "Not found: \"v\"" },
        { FieldError.Duplicate(Path, "v"), "Duplicate value: \"v\"" },
        { FieldError.NotSupported(Path, "v", ["b", "a"]), "Unsupported value: \"v\": supported values: \"b\", \"a\"" },
        { FieldError.NotSupported(Path, "v", []), "Unsupported value: \"v\"" },
        { FieldError.TooLong(Path, 1), "Too long: may not be more than 1 byte" },
        { FieldError.TooLong(Path, 256), "Too long: may not be more than 256 bytes" },
        { FieldError.TooLong(Path, -1), "Too long: value is too long" },
        { FieldError.TooLongCharacters(Path, 1), "Too long: may not be more than 1 character" },
        { FieldError.TooShort(Path, "v", 2), "Too short: must be at least 2 characters" },
        { FieldError.TooShort(Path, "v", -1), "Too short: value is too short" },
        { FieldError.TooMany(Path, 3, 2), "Too many: 3: must have at most 2 items" },
        { FieldError.TooMany(Path, -1, -1), "Too many: has too many items" },
        { FieldError.TooFew(Path, 0, 1), "Too few: 0: must have at least 1 item" },
        { FieldError.Internal(Path, "broken"), "Internal error: broken" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Body_EachError_IsUpstreams(FieldError error, string body)
    {
        Assert.Equal(body, error.Body);
        Assert.Equal($"path.to: {body}", error.ToString());
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("\a\b\f\n\r\t\v\\\"", "\"\\a\\b\\f\\n\\r\\t\\v\\\\\\\"\"")]
    [InlineData("\u0001\u007f", "\"\\x01\\x7f\"")]
    [InlineData("é한😀", "\"é한😀\"")]
    [InlineData("\u00a0\u00ad\ue000", "\"\\u00a0\\u00ad\\ue000\"")]
    [InlineData("\U000e0001", "\"\\U000e0001\"")]
    public void QuotedText_AnyCharacters_IsGos(string value, string quoted) => Assert.Equal(quoted, QuotedText.Of(value));

    [Theory]
    [InlineData("a<b>&\u2028", "\"a\\u003cb\\u003e\\u0026\\u2028\"")]
    [InlineData("\b\u0001\u007f\"\\é", "\"\\b\\u0001\u007f\\\"\\\\é\"")]
    public void QuotedTextJson_AnyCharacters_IsGos(string value, string quoted) => Assert.Equal(quoted, QuotedText.Json(value));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(-0.25, "-0.25")]
    [InlineData(100000, "100000")]
    [InlineData(1234567, "1.234567e+06")]
    [InlineData(1000000, "1e+06")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001234, "1.234e-05")]
    [InlineData(123.456, "123.456")]
    [InlineData(1e100, "1e+100")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    public void FieldValue_Double_IsGos(double value, string text) => Assert.Equal(text, ((FieldValue)value).ToString());

    [Fact]
    public void Aggregate_SeveralErrors_SaysEachMessageOnce()
    {
        var errors = new FieldErrorList();
        Assert.Equal("", errors.Aggregate());
        errors.AddInvalid(FieldPath.Of("f"), "v", ["d"]);
        errors.Add(FieldError.Invalid(FieldPath.Of("f"), "v", "d"));
        Assert.Equal("f: Invalid value: \"v\": d", errors.Aggregate());
        errors.Add(FieldError.Required(FieldPath.Of("g"), ""));
        Assert.Equal("[f: Invalid value: \"v\": d, g: Required value]", errors.Aggregate());
        Assert.Equal(3, errors.Count);
    }

    [Fact]
    public void ToCauseType_EveryType_IsDistinct()
    {
        var causes = Enum.GetValues<FieldErrorType>().Select(type => type.ToCauseType()).ToList();
        Assert.Equal(causes.Count, causes.Distinct().Count());
        Assert.Equal("FieldValueTooFew", FieldErrorType.TooFew.ToCauseType());
        Assert.Equal("InternalError", FieldErrorType.Internal.ToCauseType());
    }
}
