namespace Kybernet.ApiServer.WatchCache;

/// <summary>States that lists in pieces still need, for as long as history is kept: at most 32, at most five minutes old.</summary>
internal sealed class RememberedStates(TimeProvider time)
{
    private const int MaxStates = 32;
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly LinkedList<(long Revision, SortedObjects Objects, long At)> _states = new();

    public void Add(long revision, SortedObjects objects)
    {
        lock (_gate)
        {
            DropOld();
            foreach (var state in _states)
                if (state.Revision == revision) return;
            _states.AddLast((revision, objects, time.GetTimestamp()));
            if (_states.Count > MaxStates) _states.RemoveFirst();
        }
    }

    public SortedObjects? Find(long revision)
    {
        lock (_gate)
        {
            DropOld();
            foreach (var state in _states)
                if (state.Revision == revision) return state.Objects;
            return null;
        }
    }

    private void DropOld()
    {
        while (_states.First is { } first && time.GetElapsedTime(first.Value.At) > MaxAge) _states.RemoveFirst();
    }
}
