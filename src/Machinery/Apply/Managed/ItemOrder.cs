using System.Buffers.Text;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>
/// Orders list items by the text of their keys (<c>\"name\":\"web\"</c>, escaped for a name) or values, as the parsed ones are ordered:
/// numbers by their size, strings by their bytes.
/// </summary>
internal static class ItemOrder
{
    /// <summary>Both texts have the same names in the same places, and values of the same kinds, without anything escaped.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var common = left.CommonPrefixLength(right);
        if (common == left.Length && common == right.Length) return 0;
        var inBoth = common < left.Length && common < right.Length;
        // A backslash is the end of a string: the shorter one comes first.
        if (inBoth && (left[common] == '\\' || right[common] == '\\')) return left[common] == '\\' ? -1 : 1;
        var start = common;
        while (start > 0 && left[start - 1] is (>= (byte)'0' and <= (byte)'9') or (byte)'-') start--;
        if (StartsNumber(left, start)
            && Utf8Parser.TryParse(left[start..], out long a, out _) && Utf8Parser.TryParse(right[start..], out long b, out _) && a != b)
            return a.CompareTo(b);
        return left.SequenceCompareTo(right);
    }

    /// <summary>A number is a whole value, or follows a name: <c>\":</c>, which after another colon opens a string instead.</summary>
    private static bool StartsNumber(ReadOnlySpan<byte> text, int at) =>
        at == 0 || (at >= 4 && text[(at - 3)..at].SequenceEqual("\\\":"u8) && text[at - 4] != ':');
}
