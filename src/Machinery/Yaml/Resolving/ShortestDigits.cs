using System.Globalization;

namespace Kybernet.Machinery.Yaml.Resolving;

/// <summary>A decimal number: 0.<paramref name="Digits"/> × 10^<paramref name="Point"/>.</summary>
/// <remarks>The digits have no zeros at either end; zero is <c>0</c> with the point 1.</remarks>
internal readonly record struct ShortestDigits(bool IsNegative, string Digits, int Point)
{
    /// <summary>Reads .NET's round-trip form, such as <c>-0.0012</c> or <c>1.5E+20</c>.</summary>
    public static ShortestDigits Of(string text)
    {
        var isNegative = text[0] == '-';
        var mantissa = isNegative ? text[1..] : text;
        var exponent = 0;
        if (mantissa.IndexOf('E', StringComparison.Ordinal) is >= 0 and var mark)
        {
            exponent = int.Parse(mantissa.AsSpan(mark + 1), CultureInfo.InvariantCulture);
            mantissa = mantissa[..mark];
        }

        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (point < 0) point = mantissa.Length;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        point -= all.Length - digits.Length;
        digits = digits.TrimEnd('0');
        return digits.Length == 0 ? new(isNegative, "0", 1) : new(isNegative, digits, point + exponent);
    }
}
