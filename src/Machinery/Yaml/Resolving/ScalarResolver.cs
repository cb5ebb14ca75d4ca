using System.Text;
using Kybernet.Machinery.Yaml.Parsing;

namespace Kybernet.Machinery.Yaml.Resolving;

/// <summary>Tells the type of a scalar from its text, as upstream's reader does for YAML 1.1.</summary>
internal static class ScalarResolver
{
    /// <summary>No text of YAML's other types is longer, but for numbers with needless zeros or underscores, which upstream takes at any length.</summary>
    private const int MaxWordLength = 5;

    /// <summary>The type of a plain scalar without a tag.</summary>
    public static ResolvedScalar Resolve(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return new(ScalarKind.Null);
        switch ((char)text[0])
        {
            case >= '0' and <= '9' or '+' or '-':
                if (text.Length <= MaxWordLength && ResolveWord(text) is { } signed) return signed;
                return TimestampShape.Matches(text) ? new(ScalarKind.Timestamp) : ResolveNumber(text);
            case '.':
                if (text.Length <= MaxWordLength && ResolveWord(text) is { } dotted) return dotted;
                return NumberText.TryParseFraction(text, out var fraction) ? ResolvedScalar.OfFloat(fraction) : ResolvedScalar.Text;
            case 'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' or '~' when text.Length <= MaxWordLength:
                return ResolveWord(text) ?? ResolvedScalar.Text;
            default:
                return ResolvedScalar.Text;
        }
    }

    /// <summary>
    /// The type of a scalar with a tag, which is in its long form; tags YAML doesn't define leave the text as it is.
    /// <paramref name="error"/> says why the text is none of the tag's type, or is null.
    /// </summary>
    public static ResolvedScalar ResolveTagged(string tag, ReadOnlySpan<byte> text, out string? error)
    {
        error = null;
        if (tag is not (CoreTag.Bool or CoreTag.Int or CoreTag.Float or CoreTag.Null or CoreTag.Timestamp)) return ResolvedScalar.Text;
        var resolved = Resolve(text);
        // Text with the shape of a timestamp is one only plain or when the tag says so; no other type has its shape.
        if (resolved.Kind == ScalarKind.Timestamp && tag != CoreTag.Timestamp) resolved = ResolvedScalar.Text;
        if (resolved.Tag == tag) return resolved;
        if (tag == CoreTag.Float && resolved.Kind == ScalarKind.Int) return ResolvedScalar.OfFloat(resolved.Int);
        error = $"cannot decode {CoreTag.Shorten(resolved.Tag)} `{Encoding.UTF8.GetString(text)}` as a {CoreTag.Shorten(tag)}";
        return resolved;
    }

    private static ResolvedScalar? ResolveWord(ReadOnlySpan<byte> text)
    {
        Span<char> word = stackalloc char[text.Length];
        for (var i = 0; i < word.Length; i++) word[i] = (char)text[i];
        return word switch
        {
            "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => ResolvedScalar.OfBool(true),
            "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => ResolvedScalar.OfBool(false),
            "~" or "null" or "Null" or "NULL" => new(ScalarKind.Null),
            ".nan" or ".NaN" or ".NAN" => ResolvedScalar.OfFloat(double.NaN),
            ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => ResolvedScalar.OfFloat(double.PositiveInfinity),
            "-.inf" or "-.Inf" or "-.INF" => ResolvedScalar.OfFloat(double.NegativeInfinity),
            _ => null,
        };
    }

    private static ResolvedScalar ResolveNumber(ReadOnlySpan<byte> text)
    {
        if (!NumberText.MayBeNumber(text)) return ResolvedScalar.Text;
        var digits = new byte[text.Length];
        var length = 0;
        foreach (var value in text)
            if (value != '_') digits[length++] = value;
        var plain = digits.AsSpan(0, length);
        if (NumberText.TryParseInteger(plain, out var negative, out var magnitude))
        {
            if (!negative) return ResolvedScalar.OfUInt(magnitude);
            if (magnitude <= 1UL << 63) return ResolvedScalar.OfInt(unchecked(-(long)magnitude));
        }

        if (NumberText.TryParseDecimal(plain, out var real)) return ResolvedScalar.OfFloat(real);
        return NumberText.TryParseSignedBinary(plain, out var binary) ? ResolvedScalar.OfInt(binary) : ResolvedScalar.Text;
    }
}
