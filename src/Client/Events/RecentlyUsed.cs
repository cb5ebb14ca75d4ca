using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Client.Events;

/// <summary>Remembers a limited number of values; what was not asked for the longest is forgotten first. For one thread.</summary>
internal sealed class RecentlyUsed<TKey, TValue>(int limit)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _nodes = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = new();

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        if (!_nodes.TryGetValue(key, out var node)) return false;
        _order.Remove(node);
        _order.AddFirst(node);
        value = node.Value.Value;
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        if (_nodes.Remove(key, out var there)) _order.Remove(there);
        _nodes[key] = _order.AddFirst((key, value));
        if (_nodes.Count <= limit) return;
        _nodes.Remove(_order.Last!.Value.Key);
        _order.RemoveLast();
    }
}
