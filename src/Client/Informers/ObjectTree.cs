using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Informers;

/// <summary>An immutable set of objects in the order of their namespaces and names; the objects of a namespace are a run of it.</summary>
internal sealed class ObjectTree<T>
    where T : class, IObject
{
    private readonly SortedTree<T, ObjectKey, Order> _objects;

    private ObjectTree(SortedTree<T, ObjectKey, Order> objects) => _objects = objects;

    public static ObjectTree<T> Empty { get; } = new(SortedTree<T, ObjectKey, Order>.Empty);

    public int Count => _objects.Count;

    public IReadOnlyList<T> All => _objects.All;

    /// <param name="items">In the order of their keys, each key once.</param>
    public static ObjectTree<T> Of(T[] items) => new(SortedTree<T, ObjectKey, Order>.Of(items));

    public T? Find(ObjectKey key) => _objects.Find(key);

    public ObjectTree<T> Set(T item) => new(_objects.Set(item));

    public ObjectTree<T> Remove(ObjectKey key) => new(_objects.Remove(key));

    /// <summary>The objects of one namespace. None sorts between it and the same with the lowest character behind it.</summary>
    public IReadOnlyList<T> In(string @namespace) =>
        _objects.Slice(_objects.RankOf(new(@namespace, "")), _objects.RankOf(new(@namespace + "\0", "")));

    private readonly struct Order : ISortOrder<T, ObjectKey>
    {
        public static ObjectKey KeyOf(T item) => item.Key;

        public static int Compare(ObjectKey left, ObjectKey right) => KeyOrder.Compare(left, right);
    }
}
