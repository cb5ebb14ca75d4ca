using Kybernet.Base;

namespace Kybernet.Store;

/// <summary>A set of keys: one key, all keys of [start, end), or all keys from start on. etcd's pair of key and range_end.</summary>
/// <remarks>
/// <paramref name="End"/> reads as on etcd's wire: empty means the single key <paramref name="Start"/>; one zero byte means
/// no upper bound; else it is the first key past the range. A range whose end is not after its start holds nothing.
/// </remarks>
public readonly record struct KeyRange(Bytes Start, Bytes End)
{
    private static readonly byte[] Unbounded = [0];

    /// <summary>Every key there is.</summary>
    public static KeyRange All => new(Unbounded, Unbounded);

    public static KeyRange Single(Bytes key) => new(key, Bytes.Empty);

    /// <summary>All keys greater than or equal to <paramref name="key"/>.</summary>
    public static KeyRange From(Bytes key) => new(key, Unbounded);

    /// <summary>All keys that begin with <paramref name="prefix"/>; with an empty prefix, all.</summary>
    public static KeyRange Prefix(Bytes prefix)
    {
        if (prefix.IsEmpty) return All;
        // The first key past the prefix: drop trailing 0xff, add one to the last byte left; nothing left means no upper bound.
        var length = prefix.Length;
        while (length > 0 && prefix.Span[length - 1] == 0xff) length--;
        if (length == 0) return From(prefix);
        var end = prefix.Span[..length].ToArray();
        end[^1]++;
        return new(prefix, end);
    }

    public bool IsSingle => End.IsEmpty;

    /// <summary>True when no upper bound is set.</summary>
    public bool IsOpen => End.Length == 1 && End.Span[0] == 0;

    public bool Contains(ReadOnlySpan<byte> key)
    {
        var order = key.SequenceCompareTo(Start.Span);
        if (IsSingle) return order == 0;
        return order >= 0 && (IsOpen || key.SequenceCompareTo(End.Span) < 0);
    }

    public override string ToString() => IsSingle ? $"'{Start}'" : IsOpen ? $"['{Start}', …)" : $"['{Start}', '{End}')";
}
