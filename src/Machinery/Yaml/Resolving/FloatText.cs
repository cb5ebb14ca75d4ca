using System.Globalization;
using System.Text;

namespace Kybernet.Machinery.Yaml.Resolving;

/// <summary>Writes floats as Go does, with the fewest digits that read back as the same number.</summary>
internal static class FloatText
{
    /// <summary>Go's <c>%g</c>, which upstream's YAML uses: exponents from <c>1e+06</c> on and below <c>0.0001</c>.</summary>
    public static string ForYaml(double value) =>
        ForUnreal(value) ?? Write(ShortestDigits.Of(value.ToString("R", CultureInfo.InvariantCulture)), -4, 6, 2);

    /// <summary>As <see cref="ForYaml"/> with the precision of 32 bits: how upstream writes floats that are keys.</summary>
    public static string ForKey(double value) =>
        ForUnreal((float)value) ?? Write(ShortestDigits.Of(((float)value).ToString("R", CultureInfo.InvariantCulture)), -4, 6, 2);

    /// <summary>Go's JSON: exponents from <c>1e+21</c> on and below <c>0.000001</c>, with a single digit where that is enough.</summary>
    public static string ForJson(double value) =>
        Write(ShortestDigits.Of(value.ToString("R", CultureInfo.InvariantCulture)), -6, 21, 1);

    private static string? ForUnreal(double value) =>
        double.IsNaN(value) ? ".nan" : double.IsPositiveInfinity(value) ? ".inf" : double.IsNegativeInfinity(value) ? "-.inf" : null;

    private static string Write(ShortestDigits number, int lowest, int highest, int exponentDigits)
    {
        var text = new StringBuilder(number.IsNegative ? "-" : "");
        var digits = number.Digits;
        var exponent = number.Point - 1;
        if (digits != "0" && (exponent < lowest || exponent >= highest))
        {
            text.Append(digits[0]);
            if (digits.Length > 1) text.Append('.').Append(digits, 1, digits.Length - 1);
            text.Append('e').Append(exponent < 0 ? '-' : '+');
            return text.Append(Math.Abs(exponent).ToString($"D{exponentDigits}", CultureInfo.InvariantCulture)).ToString();
        }

        if (number.Point <= 0) return text.Append("0.").Append('0', -number.Point).Append(digits).ToString();
        if (number.Point >= digits.Length) return text.Append(digits).Append('0', number.Point - digits.Length).ToString();
        return text.Append(digits, 0, number.Point).Append('.').Append(digits, number.Point, digits.Length - number.Point).ToString();
    }
}
