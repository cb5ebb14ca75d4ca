using System.Collections.Concurrent;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Informers;

/// <summary>An index that follows the changes of a copy. One writer; readers take no lock and see each value's objects at one moment.</summary>
internal sealed class ObjectIndex<T>(Func<T, IEnumerable<string>> valuesOf) : IObjectIndex<T>
    where T : class, IObject
{
    private ConcurrentDictionary<string, ObjectTree<T>> _objects = new(StringComparer.Ordinal);

    public IReadOnlyList<T> Find(string value) => Volatile.Read(ref _objects).TryGetValue(value, out var found) ? found.All : [];

    /// <summary>Everything anew, seen by readers at once.</summary>
    public void Reset(IEnumerable<T> objects)
    {
        var lists = new Dictionary<string, List<T>>(StringComparer.Ordinal);
        foreach (var item in objects)
        {
            foreach (var value in valuesOf(item).Distinct(StringComparer.Ordinal))
            {
                if (!lists.TryGetValue(value, out var list)) lists.Add(value, list = []);
                list.Add(item);
            }
        }

        var trees = lists.Select(static list => KeyValuePair.Create(list.Key, ObjectTree<T>.Of([.. list.Value])));
        Volatile.Write(ref _objects, new(trees, StringComparer.Ordinal));
    }

    public void Change(T? old, T? current)
    {
        HashSet<string> values = current is null ? [] : [.. valuesOf(current)];
        foreach (var value in values) _objects[value] = _objects.GetValueOrDefault(value, ObjectTree<T>.Empty).Set(current!);
        if (old is null) return;
        foreach (var value in valuesOf(old))
            if (!values.Contains(value)) Drop(value, old);
    }

    private void Drop(string value, T item)
    {
        if (!_objects.TryGetValue(value, out var there)) return;
        var left = there.Remove(item.Key);
        if (left.Count == 0) _objects.TryRemove(value, out _);
        else _objects[value] = left;
    }
}
