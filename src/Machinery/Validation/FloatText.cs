using System.Globalization;

namespace Kybernet.Machinery.Validation;

/// <summary>Floating-point numbers as Go's formatter prints them (<c>%v</c>).</summary>
internal static class FloatText
{
    /// <summary>
    /// The shortest digits that read back as the same number, as <c>1.5e-05</c> or <c>1e+06</c> when the decimal exponent
    /// is below -4 or above 5.
    /// </summary>
    public static string Of(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "+Inf" : "-Inf";
        var sign = double.IsNegative(value) ? "-" : "";
        if (value == 0) return sign + "0";
        var (digits, exponent) = Shortest(Math.Abs(value));
        if (exponent is < -4 or > 5)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(
                CultureInfo.InvariantCulture, $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}");
        }

        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        return digits.Length <= exponent + 1
            ? sign + digits.PadRight(exponent + 1, '0')
            : $"{sign}{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}";
    }

    /// <summary>The significant digits of a positive number and the decimal exponent of the first.</summary>
    private static (string Digits, int Exponent) Shortest(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = 0;
        var mark = text.IndexOf('E', StringComparison.Ordinal);
        if (mark >= 0)
        {
            exponent = int.Parse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..mark];
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text.Length : point;
        var all = point < 0 ? text : text.Remove(point, 1);
        var significant = all.TrimStart('0');
        exponent += whole - 1 - (all.Length - significant.Length);
        return (significant.TrimEnd('0'), exponent);
    }
}
