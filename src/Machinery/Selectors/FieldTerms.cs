using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Machinery.Selectors;

/// <summary>The terms of a field selector's text.</summary>
internal static class FieldTerms
{
    /// <summary>Splits at commas that are not escaped; escapes stay in the terms. The empty text has no terms.</summary>
    public static List<string> Split(string text)
    {
        var terms = new List<string>();
        if (text.Length == 0) return terms;
        var start = 0;
        var isEscaped = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (isEscaped) isEscaped = false;
            else if (text[i] == '\\') isEscaped = true;
            else if (text[i] == ',')
            {
                terms.Add(text[start..i]);
                start = i + 1;
            }
        }

        terms.Add(text[start..]);
        return terms;
    }

    /// <summary>Reads one term; <paramref name="selector"/> is the whole text, for the error.</summary>
    public static bool TryRead(string selector, string term, out FieldRequirement requirement, [NotNullWhen(false)] out string? error)
    {
        requirement = default;
        for (var i = 0; i < term.Length; i++)
        {
            var length = OperatorLength(term.AsSpan(i));
            if (length == 0) continue;
            if (!FieldValueText.TryUnescape(term[(i + length)..], out var value, out error)) return false;
            requirement = new(term[..i], term[i] == '!', value);
            return true;
        }

        error = $"invalid selector: '{selector}'; can't understand '{term}'";
        return false;
    }

    private static int OperatorLength(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("!=") || text.StartsWith("==")) return 2;
        return text[0] == '=' ? 1 : 0;
    }
}
