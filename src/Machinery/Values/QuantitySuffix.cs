using System.Buffers.Text;

namespace Kybernet.Machinery.Values;

/// <summary>What a quantity's suffix multiplies by.</summary>
/// <param name="Exponent">Of 2 in binary notation, of 10 otherwise.</param>
/// <param name="Format">The notation.</param>
/// <param name="IsCanonical">False for an exponent that is not written as the canonical form writes it, such as <c>E3</c>.</param>
internal readonly record struct QuantitySuffix(int Exponent, QuantityFormat Format, bool IsCanonical = true)
{
    public static bool TryParse(ReadOnlySpan<byte> text, out QuantitySuffix suffix)
    {
        if (text.Length > 2) return TryParseExponent(text, out suffix);
        suffix = text switch
        {
            [] => new(0, QuantityFormat.DecimalSI),
            [(byte)'n'] => new(-9, QuantityFormat.DecimalSI),
            [(byte)'u'] => new(-6, QuantityFormat.DecimalSI),
            [(byte)'m'] => new(-3, QuantityFormat.DecimalSI),
            [(byte)'k'] => new(3, QuantityFormat.DecimalSI),
            [(byte)'M'] => new(6, QuantityFormat.DecimalSI),
            [(byte)'G'] => new(9, QuantityFormat.DecimalSI),
            [(byte)'T'] => new(12, QuantityFormat.DecimalSI),
            [(byte)'P'] => new(15, QuantityFormat.DecimalSI),
            [(byte)'E'] => new(18, QuantityFormat.DecimalSI),
            [(byte)'K', (byte)'i'] => new(10, QuantityFormat.BinarySI),
            [(byte)'M', (byte)'i'] => new(20, QuantityFormat.BinarySI),
            [(byte)'G', (byte)'i'] => new(30, QuantityFormat.BinarySI),
            [(byte)'T', (byte)'i'] => new(40, QuantityFormat.BinarySI),
            [(byte)'P', (byte)'i'] => new(50, QuantityFormat.BinarySI),
            [(byte)'E', (byte)'i'] => new(60, QuantityFormat.BinarySI),
            _ => default,
        };
        return suffix.Format != QuantityFormat.Unset || TryParseExponent(text, out suffix);
    }

    /// <summary>Reads <c>e</c> or <c>E</c> and a 64-bit integer, of which the low 32 bits count, as upstream.</summary>
    private static bool TryParseExponent(ReadOnlySpan<byte> text, out QuantitySuffix suffix)
    {
        suffix = default;
        if (text is not [(byte)'e' or (byte)'E', .. var number]) return false;
        if (!Utf8Parser.TryParse(number, out long exponent, out var consumed) || consumed != number.Length) return false;
        var digits = number[0] == '-' ? number[1..] : number;
        var isCanonical = text[0] == 'e' && digits[0] is >= (byte)'1' and <= (byte)'9' && exponent == (int)exponent;
        suffix = new(unchecked((int)exponent), QuantityFormat.DecimalExponent, isCanonical);
        return true;
    }
}
