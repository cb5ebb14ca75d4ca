namespace Kybernet.Store.Mvcc;

/// <summary>A node of the key tree: a leaf holds keys, a branch holds nodes.</summary>
/// <remarks>
/// Only the editor that owns a node changes it; once that editor has frozen its tree no one does.
/// In a branch <c>Lows[i]</c> is not greater than any key under child i and greater than every key under child i-1; <c>Lows[0]</c> is never looked at.
/// </remarks>
internal sealed class KeyNode
{
    /// <summary>64 references are half a kilobyte: what adding a key copies, per level, once a batch.</summary>
    public const int Capacity = 64;

    public object? Owner;
    public int Count;
    public KeyHistory[]? Items;
    public KeyNode[]? Children;
    public byte[][]? Lows;

    public bool IsLeaf => Items is not null;

    public byte[] FirstKey => Items is not null ? Items[0].Key : Children![0].FirstKey;

    public static KeyNode NewLeaf(object? owner) => new() { Owner = owner, Items = new KeyHistory[Capacity] };

    public static KeyNode NewBranch(object? owner) => new() { Owner = owner, Children = new KeyNode[Capacity], Lows = new byte[Capacity][] };

    public KeyNode CopyFor(object owner)
    {
        var copy = new KeyNode { Owner = owner, Count = Count };
        if (Items is not null)
        {
            copy.Items = new KeyHistory[Capacity];
            Array.Copy(Items, copy.Items, Count);
            return copy;
        }

        copy.Children = new KeyNode[Capacity];
        copy.Lows = new byte[Capacity][];
        Array.Copy(Children!, copy.Children, Count);
        Array.Copy(Lows!, copy.Lows, Count);
        return copy;
    }

    /// <summary>Of a leaf: the position of the first key not less than <paramref name="key"/>.</summary>
    public int LowerBound(ReadOnlySpan<byte> key)
    {
        var items = Items!;
        var low = 0;
        var high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (items[middle].Key.AsSpan().SequenceCompareTo(key) < 0) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Of a branch: the child under which <paramref name="key"/> is, if it is anywhere.</summary>
    public int ChildFor(ReadOnlySpan<byte> key)
    {
        var lows = Lows!;
        var low = 1;
        var high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (lows[middle].AsSpan().SequenceCompareTo(key) <= 0) low = middle + 1;
            else high = middle;
        }

        return low - 1;
    }
}
