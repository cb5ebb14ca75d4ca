using System.Globalization;
using System.Text;

namespace Kybernet.Machinery.Json;

/// <summary>Writes a double as Go's encoding/json does.</summary>
internal static class GoDouble
{
    /// <summary>
    /// Writes <paramref name="value"/>, which is finite: the shortest digits that read back, in decimal notation from 1e-6 to
    /// below 1e21, with an exponent otherwise. Answers the length, at most 40.
    /// </summary>
    public static int Format(double value, Span<byte> into)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "JSON has no such number");
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var e = text.IndexOf('E', StringComparison.Ordinal);
        if (e < 0) return Encoding.ASCII.GetBytes(text, into);
        var magnitude = Math.Abs(value);
        var exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var written = magnitude is < 1e-6 or >= 1e21
            ? $"{text[..e]}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}"
            : Decimal(text[..e], exponent);
        return Encoding.ASCII.GetBytes(written, into);
    }

    /// <summary>Moves the point of d.ddd by the exponent.</summary>
    private static string Decimal(string mantissa, int exponent)
    {
        var sign = mantissa[0] == '-' ? "-" : "";
        var digits = mantissa[sign.Length..].Replace(".", "", StringComparison.Ordinal);
        return exponent < 0
            ? $"{sign}0.{new string('0', -exponent - 1)}{digits}"
            : sign + digits.PadRight(exponent + 1, '0');
    }
}
