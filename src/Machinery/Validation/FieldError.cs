using System.Globalization;

namespace Kybernet.Machinery.Validation;

/// <summary>One reason why an object is rejected: a field, what is wrong with it, and the value it has.</summary>
/// <param name="Type">What is wrong.</param>
/// <param name="Field">The path of the field, as text.</param>
/// <param name="Value">The rejected value; shown for the types of error that show one.</param>
/// <param name="Detail">What is expected, or empty.</param>
/// <remarks>The factories write upstream's details (<c>util/validation/field/errors.go</c>).</remarks>
public sealed record FieldError(FieldErrorType Type, string Field, FieldValue Value, string Detail)
{
    /// <summary>The message without the field: <c>Invalid value: "A": must be lower case</c>.</summary>
    public string Body
    {
        get
        {
            var text = Type.ToText();
            if (Type.ShowsValue() && !Value.IsOmitted) text = $"{text}: {Value}";
            return Detail.Length == 0 ? text : $"{text}: {Detail}";
        }
    }

    /// <summary>The whole message: <c>metadata.name: Invalid value: "A": must be lower case</c>.</summary>
    public override string ToString() => $"{Field}: {Body}";

    public static FieldError TypeInvalid(FieldPath path, FieldValue value, string detail) =>
        new(FieldErrorType.TypeInvalid, path.ToString(), value, detail);

    public static FieldError NotFound(FieldPath path, FieldValue value) => new(FieldErrorType.NotFound, path.ToString(), value, "");

    public static FieldError Required(FieldPath path, string detail) => new(FieldErrorType.Required, path.ToString(), "", detail);

    public static FieldError Duplicate(FieldPath path, FieldValue value) => new(FieldErrorType.Duplicate, path.ToString(), value, "");

    public static FieldError Invalid(FieldPath path, FieldValue value, string detail) =>
        new(FieldErrorType.Invalid, path.ToString(), value, detail);

    /// <summary>The supported values are listed in the order given; upstream's callers sort them.</summary>
    public static FieldError NotSupported(FieldPath path, FieldValue value, ReadOnlySpan<string> supported)
    {
        var quoted = new string[supported.Length];
        for (var i = 0; i < quoted.Length; i++) quoted[i] = QuotedText.Of(supported[i]);
        var detail = quoted.Length == 0 ? "" : $"supported values: {string.Join(", ", quoted)}";
        return new(FieldErrorType.NotSupported, path.ToString(), value, detail);
    }

    public static FieldError Forbidden(FieldPath path, string detail) => new(FieldErrorType.Forbidden, path.ToString(), "", detail);

    /// <summary>A string of more than <paramref name="maxBytes"/> bytes of UTF-8; a negative limit is not named.</summary>
    public static FieldError TooLong(FieldPath path, int maxBytes) =>
        new(FieldErrorType.TooLong, path.ToString(), "<value omitted>", AtMost(maxBytes, "byte"));

    /// <summary>A string of more than <paramref name="maxCharacters"/> Unicode characters; a negative limit is not named.</summary>
    public static FieldError TooLongCharacters(FieldPath path, int maxCharacters) =>
        new(FieldErrorType.TooLong, path.ToString(), "<value omitted>", AtMost(maxCharacters, "character"));

    /// <summary>A string of fewer than <paramref name="minCharacters"/> Unicode characters; a negative limit is not named.</summary>
    public static FieldError TooShort(FieldPath path, FieldValue value, int minCharacters) => new(
        FieldErrorType.TooShort, path.ToString(), value,
        minCharacters < 0 ? "value is too short" : $"must be at least {Count(minCharacters, "character")}");

    /// <summary>A negative limit is not named, and a negative count is not shown.</summary>
    public static FieldError TooMany(FieldPath path, int actual, int max) => new(
        FieldErrorType.TooMany, path.ToString(), actual < 0 ? FieldValue.Omitted : actual,
        max < 0 ? "has too many items" : $"must have at most {Count(max, "item")}");

    /// <summary>A negative limit is not named.</summary>
    public static FieldError TooFew(FieldPath path, int actual, int min) => new(
        FieldErrorType.TooFew, path.ToString(), actual, min < 0 ? "has too few items" : $"must have at least {Count(min, "item")}");

    public static FieldError Internal(FieldPath path, string message) =>
        new(FieldErrorType.Internal, path.ToString(), FieldValue.Omitted, message);

    private static string AtMost(int max, string unit) => max < 0 ? "value is too long" : $"may not be more than {Count(max, unit)}";

    private static string Count(int count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
}
