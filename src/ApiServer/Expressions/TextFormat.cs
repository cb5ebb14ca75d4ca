using System.Globalization;
using System.Text;
using Kybernet.ApiServer.Expressions.Values;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>Puts values into a text: <c>'%s has %d'.format(['a', 2])</c>. Specification: cel-go's <c>ext/formatting.go</c>.</summary>
internal static class TextFormat
{
    private const int DefaultPrecision = 6;

    public static Evaluated Apply(string pattern, ListOf<JsonValue> arguments)
    {
        var made = new StringBuilder();
        var next = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%')
            {
                made.Append(pattern[i]);
                continue;
            }

            i++;
            if (i < pattern.Length && pattern[i] == '%')
            {
                made.Append('%');
                continue;
            }

            var precision = DefaultPrecision;
            if (i < pattern.Length && pattern[i] == '.')
            {
                var end = i + 1;
                while (end < pattern.Length && char.IsAsciiDigit(pattern[end])) end++;
                if (!int.TryParse(pattern.AsSpan(i + 1, end - i - 1), CultureInfo.InvariantCulture, out precision) || precision > 99)
                    return Evaluated.Fail("could not parse formatting clause: error while parsing precision");
                i = end;
            }

            if (i >= pattern.Length) return Evaluated.Fail("unexpected end of string");
            if (next >= arguments.Count) return Evaluated.Fail($"index {next} out of range");
            if (Clause(pattern[i], precision, arguments[next++]) is not { } text) return Evaluated.Fail($"could not parse formatting clause: %{pattern[i]}");
            made.Append(text);
        }

        return Evaluated.Of(made.ToString());
    }

    /// <summary>Null when the value is not of a type the clause is for.</summary>
    private static string? Clause(char clause, int precision, JsonValue value) => clause switch
    {
        's' => Shown(value),
        'd' => value.AsInteger()?.ToString(CultureInfo.InvariantCulture),
        'f' => value.AsDouble()?.ToString("F" + precision, CultureInfo.InvariantCulture),
        'e' => value.AsDouble()?.ToString("0." + new string('0', precision) + "e+00", CultureInfo.InvariantCulture),
        'b' => value.AsInteger() is { } whole ? (whole < 0 ? "-" : "") + ((ulong)Math.Abs((decimal)whole)).ToString("b", CultureInfo.InvariantCulture)
            : value.AsBool() is { } truth ? (truth ? "1" : "0") : null,
        'o' => value.AsInteger() is >= 0 and { } whole ? Convert.ToString(whole, 8) : null,
        'x' or 'X' => Hex(value, clause == 'X'),
        _ => null,
    };

    private static string? Hex(JsonValue value, bool isUpper)
    {
        var digits = value.AsInteger() is { } whole ? (whole < 0 ? "-" : "") + ((ulong)Math.Abs((decimal)whole)).ToString("x", CultureInfo.InvariantCulture)
            : value.AsString() is { } text ? Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text))
            : value.AsForeign() is BytesValue bytes ? Convert.ToHexStringLower(Convert.FromBase64String(bytes.Base64))
            : null;
        return isUpper ? digits?.ToUpperInvariant() : digits;
    }

    private static string? Shown(JsonValue value) => value.Kind switch
    {
        JsonKind.Array => value.Items.Select(Shown).ToList() is var items && items.Contains(null) ? null : $"[{string.Join(", ", items)}]",
        JsonKind.Object => value.Members.Select(static member => (member.Key, Text: Shown(member.Value))).ToList() is var members
            && members.Exists(static member => member.Text is null)
                ? null
                : "{" + string.Join(", ", members.Select(static member => $"{member.Key}: {member.Text}")) + "}",
        JsonKind.Foreign => value.AsForeign() is IForeignText or TypeValue ? value.AsForeign()!.ToString() : null,
        JsonKind.String => value.AsString(),
        _ => value.ToString(),
    };
}
