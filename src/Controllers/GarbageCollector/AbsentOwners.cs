namespace Kybernet.Controllers.GarbageCollector;

/// <summary>Owners the API server said do not exist, the last 500 of them: spares a question for each of their dependents.</summary>
/// <remarks>Upstream: garbagecollector, ReferenceCache. A UID never comes back, so nothing here goes stale.</remarks>
public sealed class AbsentOwners
{
    private const int Limit = 500;

    // Guards the two below. Taken alone, or under the graph's.
    private readonly Lock _lock = new();
    private readonly Dictionary<ObjectIdentity, LinkedListNode<ObjectIdentity>> _places = [];
    private readonly LinkedList<ObjectIdentity> _latestFirst = new();

    public void Add(ObjectIdentity owner)
    {
        lock (_lock)
        {
            if (_places.TryGetValue(owner, out var place)) _latestFirst.Remove(place);
            _places[owner] = _latestFirst.AddFirst(owner);
            if (_places.Count <= Limit) return;
            _places.Remove(_latestFirst.Last!.Value);
            _latestFirst.RemoveLast();
        }
    }

    public bool Has(ObjectIdentity owner)
    {
        lock (_lock)
        {
            if (!_places.TryGetValue(owner, out var place)) return false;
            _latestFirst.Remove(place);
            _latestFirst.AddFirst(place);
            return true;
        }
    }
}
