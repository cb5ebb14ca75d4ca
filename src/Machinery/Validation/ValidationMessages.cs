using System.Globalization;

namespace Kybernet.Machinery.Validation;

/// <summary>The phrases upstream's checks share (<c>util/validation/validation.go</c>, <c>api/validate/content/errors.go</c>).</summary>
public static class ValidationMessages
{
    public const string NonEmpty = "must be non-empty";

    public const string Immutable = "field is immutable";

    public const string NotNegative = "must be greater than or equal to 0";

    /// <summary>Upstream counts bytes in both wordings; which one a check uses is part of its message.</summary>
    public static string MaxLengthInCharacters(int length) =>
        string.Create(CultureInfo.InvariantCulture, $"must be no more than {length} characters");

    /// <inheritdoc cref="MaxLengthInCharacters"/>
    public static string MaxLengthInBytes(int length) =>
        string.Create(CultureInfo.InvariantCulture, $"must be no more than {length} bytes");

    public static string InclusiveRange(long low, long high) =>
        string.Create(CultureInfo.InvariantCulture, $"must be between {low} and {high}, inclusive");

    /// <summary>
    /// The rule in words, examples, and the regular expression it stands for; the stray commas between examples are upstream's.
    /// </summary>
    public static string Regex(string message, string expression, params ReadOnlySpan<string> examples)
    {
        if (examples.IsEmpty) return $"{message} (regex used for validation is '{expression}')";
        var quoted = new string[examples.Length];
        for (var i = 0; i < quoted.Length; i++) quoted[i] = $"'{examples[i]}', ";
        return $"{message} (e.g. {string.Join(" or ", quoted)}regex used for validation is '{expression}')";
    }
}
