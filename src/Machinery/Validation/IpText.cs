using System.Globalization;
using System.Text;

namespace Kybernet.Machinery.Validation;

/// <summary>An IP address as upstream's lenient parser reads it, with what the strict parsers of Go would not take.</summary>
/// <param name="High">The first half of the 16-byte form: an IPv4 address is <c>::ffff:a.b.c.d</c>.</param>
/// <param name="Low">The second half.</param>
/// <param name="IsWrittenAsIPv6">The text has colons.</param>
/// <param name="HasLeadingZeros">An octet begins with a needless zero, or a group has more than four digits.</param>
internal readonly record struct IpText(ulong High, ulong Low, bool IsWrittenAsIPv6, bool HasLeadingZeros)
{
    private const ulong MappedPrefix = 0xffff_0000_0000;
    private const int MaxNumber = 0xFFFFFF;

    /// <summary>An IPv4 address, written as one or as an IPv4-mapped IPv6 address.</summary>
    public bool IsIPv4 => High == 0 && Low >> 32 == MappedPrefix >> 32;

    public bool IsIPv4MappedIPv6 => IsWrittenAsIPv6 && IsIPv4;

    /// <summary>
    /// Needless zeros are accepted, zones and brackets are not; the first dot or colon decides which kind of address it is.
    /// Upstream: <c>ParseIPSloppy</c>.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IpText address)
    {
        address = default;
        var mark = text.IndexOfAny('.', ':');
        if (mark < 0) return false;
        if (text[mark] == ':') return TryParseIPv6(text, out address);
        if (!TryParseIPv4(text, out var bits, out var leadingZeros)) return false;
        address = new(0, MappedPrefix | bits, IsWrittenAsIPv6: false, leadingZeros);
        return true;
    }

    /// <summary>The address with all but the first <paramref name="length"/> bits of its written form cleared.</summary>
    public IpText Masked(int length)
    {
        var cleared = (IsWrittenAsIPv6 ? 128 : 32) - length;
        return cleared switch
        {
            < 64 => this with { Low = Low >> cleared << cleared },
            < 128 => this with { High = High >> (cleared - 64) << (cleared - 64), Low = 0 },
            _ => this with { High = 0, Low = 0 },
        };
    }

    /// <summary>The canonical text: dotted for any IPv4 address, RFC 5952 for IPv6.</summary>
    public override string ToString()
    {
        if (IsIPv4)
        {
            var bits = (uint)Low;
            return string.Create(CultureInfo.InvariantCulture, $"{bits >> 24}.{(bits >> 16) & 255}.{(bits >> 8) & 255}.{bits & 255}");
        }

        var (start, length) = LongestZeroRun();
        var text = new StringBuilder(39);
        for (var i = 0; i < 8; i++)
        {
            if (i == start)
            {
                text.Append("::");
                i += length - 1;
                continue;
            }

            if (i > 0 && i != start + length) text.Append(':');
            text.Append(CultureInfo.InvariantCulture, $"{Group(i):x}");
        }

        return text.ToString();
    }

    private ushort Group(int index) => (ushort)((index < 4 ? High : Low) >> (48 - (16 * (index % 4))));

    /// <summary>The first of the longest runs of two or more zero groups; (-1, 0) when there is none.</summary>
    private (int Start, int Length) LongestZeroRun()
    {
        var best = (Start: -1, Length: 0);
        for (var i = 0; i < 8; i++)
        {
            var end = i;
            while (end < 8 && Group(end) == 0) end++;
            if (end - i >= 2 && end - i > best.Length) best = (i, end - i);
            i = Math.Max(i, end);
        }

        return best;
    }

    private static bool TryParseIPv4(ReadOnlySpan<char> text, out uint bits, out bool leadingZeros)
    {
        bits = 0;
        leadingZeros = false;
        for (var i = 0; i < 4; i++)
        {
            if (i > 0)
            {
                if (!text.StartsWith('.')) return false;
                text = text[1..];
            }

            if (!TryReadNumber(text, 10, out var octet, out var digits) || octet > 255) return false;
            leadingZeros |= digits > 1 && text[0] == '0';
            bits = bits << 8 | (uint)octet;
            text = text[digits..];
        }

        return text.IsEmpty;
    }

    private static bool TryParseIPv6(ReadOnlySpan<char> text, out IpText address)
    {
        address = default;
        Span<ushort> groups = stackalloc ushort[8];
        var (count, ellipsis, leadingZeros) = (0, -1, false);
        if (text.StartsWith("::"))
        {
            ellipsis = 0;
            text = text[2..];
        }

        // An address that begins with a single colon fails here: a number is expected first.
        while (count < 8 && !(text.IsEmpty && ellipsis == count))
        {
            if (!TryReadNumber(text, 16, out var number, out var digits) || number > 0xFFFF) return false;
            if (digits < text.Length && text[digits] == '.')
            {
                if (count > 6 || (ellipsis < 0 && count != 6)) return false;
                if (!TryParseIPv4(text, out var embedded, out var zeros)) return false;
                leadingZeros |= zeros;
                groups[count++] = (ushort)(embedded >> 16);
                groups[count++] = (ushort)embedded;
                text = default;
                break;
            }

            leadingZeros |= digits > 4;
            groups[count++] = (ushort)number;
            text = text[digits..];
            if (text.IsEmpty) break;
            if (text[0] != ':' || text.Length == 1) return false;
            text = text[1..];
            if (text[0] != ':') continue;
            if (ellipsis >= 0) return false;
            ellipsis = count;
            text = text[1..];
        }

        // The ellipsis stands for at least one group.
        if (!text.IsEmpty || (count == 8) != (ellipsis < 0)) return false;
        var (high, low) = Join(groups[..count], ellipsis);
        address = new(high, low, IsWrittenAsIPv6: true, leadingZeros);
        return true;
    }

    private static (ulong High, ulong Low) Join(ReadOnlySpan<ushort> groups, int ellipsis)
    {
        var (high, low) = (0UL, 0UL);
        var zeros = ellipsis < 0 ? 0 : 8 - groups.Length;
        for (var i = 0; i < 8; i++)
        {
            var group = zeros == 0 || i < ellipsis ? groups[i] : i < ellipsis + zeros ? (ushort)0 : groups[i - zeros];
            if (i < 4) high = high << 16 | group;
            else low = low << 16 | group;
        }

        return (high, low);
    }

    /// <summary>Digits at the start of the text; numbers too large for any use here are refused before they overflow.</summary>
    internal static bool TryReadNumber(ReadOnlySpan<char> text, int radix, out int number, out int digits)
    {
        number = 0;
        for (digits = 0; digits < text.Length && char.IsAsciiHexDigit(text[digits]); digits++)
        {
            var digit = char.IsAsciiDigit(text[digits]) ? text[digits] - '0' : (text[digits] | 0x20) - 'a' + 10;
            if (digit >= radix) break;
            number = (number * radix) + digit;
            if (number >= MaxNumber) return false;
        }

        return digits > 0;
    }
}
