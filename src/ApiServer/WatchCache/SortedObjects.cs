using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.WatchCache;

/// <summary>An immutable map of objects in the order of their keys in the store.</summary>
public sealed class SortedObjects
{
    private readonly SortedTree<StoredObject, string, KeyOrder> _objects;

    private SortedObjects(SortedTree<StoredObject, string, KeyOrder> objects) => _objects = objects;

    public static SortedObjects Empty { get; } = new(SortedTree<StoredObject, string, KeyOrder>.Empty);

    public int Count => _objects.Count;

    public StoredObject? Find(string key) => _objects.Find(key);

    public SortedObjects Set(StoredObject item) => new(_objects.Set(item));

    public SortedObjects Remove(string key) => new(_objects.Remove(key));

    public IEnumerable<StoredObject> All => _objects.All;

    /// <summary>The objects whose keys begin with <paramref name="prefix"/>, from the first key not before <paramref name="start"/>.</summary>
    public IEnumerable<StoredObject> Under(string prefix, string? start = null)
    {
        foreach (var item in _objects.From(start is not null && string.CompareOrdinal(start, prefix) > 0 ? start : prefix))
        {
            if (!item.Key.StartsWith(prefix, StringComparison.Ordinal)) yield break;
            yield return item;
        }
    }

    private readonly struct KeyOrder : ISortOrder<StoredObject, string>
    {
        public static string KeyOf(StoredObject item) => item.Key;

        public static int Compare(string left, string right) => string.CompareOrdinal(left, right);
    }
}
