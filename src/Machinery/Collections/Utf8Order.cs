namespace Kybernet.Machinery.Collections;

/// <summary>Compares strings by their UTF-8 bytes: the order of Go strings, and so of every sorted thing upstream writes.</summary>
public static class Utf8Order
{
    public static IComparer<string> Comparer { get; } = Comparer<string>.Create(Compare);

    /// <summary>
    /// UTF-16 code units sort like UTF-8 bytes except that surrogates (U+D800…U+DFFF, standing for U+10000 and up) come
    /// before U+E000…U+FFFF; the two ranges are swapped before comparing.
    /// </summary>
    public static int Compare(string? left, string? right)
    {
        if (ReferenceEquals(left, right)) return 0;
        var a = left.AsSpan();
        var b = right.AsSpan();
        var common = a.CommonPrefixLength(b);
        if (common == a.Length || common == b.Length) return a.Length.CompareTo(b.Length);
        return Weight(a[common]).CompareTo(Weight(b[common]));
    }

    private static int Weight(char unit) => unit < 0xD800 ? unit : unit < 0xE000 ? unit + 0x2000 : unit - 0x800;
}
