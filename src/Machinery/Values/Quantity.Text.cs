using System.Buffers;
using System.Text;

namespace Kybernet.Machinery.Values;

public readonly partial struct Quantity
{
    /// <summary>An upper bound of the bytes <see cref="TryFormat"/> writes.</summary>
    public int MaxFormattedLength => _detail switch
    {
        null => QuantityFormatter.MaxLengthOf(_scale, _format),
        string text => text.Length,
        var big => QuantityFormatter.MaxLengthOf((BigAmount)big, _format),
    };

    /// <summary>Reads a quantity; surrounding white space is not accepted.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Quantity quantity) => TryParse(utf8, out quantity, out _);

    public static bool TryParse(ReadOnlySpan<byte> utf8, out Quantity quantity, out QuantityParseError error)
    {
        error = QuantityParser.Parse(utf8, out quantity);
        return error == QuantityParseError.None;
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Quantity quantity) => TryParse(text, out quantity, out _);

    public static bool TryParse(ReadOnlySpan<char> text, out Quantity quantity, out QuantityParseError error)
    {
        byte[]? rented = null;
        var utf8 = text.Length <= 64 ? stackalloc byte[text.Length] : rented = ArrayPool<byte>.Shared.Rent(text.Length);
        utf8 = utf8[..text.Length];
        // What is not ASCII is in no quantity: any byte that is in none stands for it.
        for (var i = 0; i < text.Length; i++) utf8[i] = text[i] < 0x80 ? (byte)text[i] : byte.MaxValue;
        var parsed = TryParse(utf8, out quantity, out error);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return parsed;
    }

    /// <exception cref="FormatException">The text is not a quantity; the message is upstream's.</exception>
    public static Quantity Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text.AsSpan(), out var quantity, out var error)
            ? quantity
            : throw new FormatException($"cannot parse '{text}': {error.Message}");
    }

    /// <summary>
    /// Writes the canonical form: no fraction and the largest suffix, or exponent a multiple of three, that loses nothing.
    /// False, with nothing said of the buffer, when it is too small; <see cref="MaxFormattedLength"/> always fits.
    /// </summary>
    /// <remarks>
    /// Amounts under 1024 or with a fraction are written in decimal notation whatever their format. As upstream, a notation
    /// without a suffix for the exponent (<c>1000E</c>, <c>1024Ei</c>, less than 1n) leaves the suffix out.
    /// </remarks>
    public bool TryFormat(Span<byte> utf8, out int written) => _detail switch
    {
        null => QuantityFormatter.TryFormat(_value, _scale, _format, _isDecimal, utf8, out written),
        string text => Encoding.ASCII.TryGetBytes(text, utf8, out written),
        var big => QuantityFormatter.TryFormat((BigAmount)big, _format, utf8, out written),
    };

    public override string ToString()
    {
        if (_detail is string text) return text;
        var length = MaxFormattedLength;
        var rented = length > 64 ? ArrayPool<byte>.Shared.Rent(length) : null;
        var utf8 = rented ?? stackalloc byte[64];
        TryFormat(utf8, out var written);
        var result = Encoding.ASCII.GetString(utf8[..written]);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return result;
    }
}
