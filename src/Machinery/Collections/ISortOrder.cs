namespace Kybernet.Machinery.Collections;

/// <summary>How the items of a <see cref="SortedTree{TItem, TKey, TOrder}"/> stand: by their keys, each of which belongs to one item.</summary>
public interface ISortOrder<TItem, TKey>
{
    static abstract TKey KeyOf(TItem item);

    /// <summary>Below zero when the left one comes first, zero when they are the same.</summary>
    static abstract int Compare(TKey left, TKey right);
}
