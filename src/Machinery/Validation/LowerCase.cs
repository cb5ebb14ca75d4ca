namespace Kybernet.Machinery.Validation;

/// <summary>Lower-casing for checks that allow ASCII only afterwards.</summary>
internal static class LowerCase
{
    /// <summary>
    /// ASCII letters, and the two other characters whose lower case is ASCII (the Kelvin sign and the capital I with a dot), as
    /// upstream's Unicode lower-casing has it. The text itself, without allocating, when nothing changes.
    /// </summary>
    public static string Of(string text)
    {
        if (!NameScanner.HasUpperLetter(text) && text.AsSpan().IndexOfAny('\u212A', '\u0130') < 0) return text;
        return string.Create(text.Length, text, static (lower, original) =>
        {
            for (var i = 0; i < lower.Length; i++)
                lower[i] = original[i] switch
                {
                    '\u212A' => 'k',
                    '\u0130' => 'i',
                    >= 'A' and <= 'Z' and var unit => (char)(unit | 0x20),
                    var unit => unit,
                };
        });
    }
}
