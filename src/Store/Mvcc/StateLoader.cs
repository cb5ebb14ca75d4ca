namespace Kybernet.Store.Mvcc;

/// <summary>Builds the state from the events of a file, given in order, and checks that none is missing.</summary>
/// <remarks>
/// Events not newer than the compacted revision may be there or not (a crash may have interrupted their removal), and in a
/// restored store they lie in the order of their keys. After it,
/// revisions follow each other without gap and each transaction has all its events; anything else is damage.
/// </remarks>
internal sealed class StateLoader
{
    private readonly Dictionary<byte[], KeyHistory> _byKey;
    private readonly Dictionary<byte[], KeyHistory>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly List<KeyHistory> _histories = [];
    private long _lastRevision;
    private int _following;

    public StateLoader()
    {
        _byKey = new(new KeyComparer());
        _lookup = _byKey.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    public long Revision { get; set; } = Store.Revision.Initial.Value;

    public long Compacted { get; set; }

    public long NextSequence { get; private set; } = 1;

    public List<(long Id, long TtlSeconds)> Leases { get; } = [];

    /// <summary>The events a watch can still ask for.</summary>
    public List<KeyRevision> Log { get; } = [];

    /// <summary>The sequences compaction has passed but whose rows are still there.</summary>
    public List<long> Dead { get; } = [];

    /// <summary>The nodes attached to a lease.</summary>
    public IEnumerable<KeyRevision> Leased =>
        from history in _histories where history.Newest is { Lease: not 0 } select history.Newest;

    /// <summary>Takes the next event; returns what is wrong with it, or null.</summary>
    public string? Add(long sequence, ReadOnlySpan<byte> record)
    {
        if (!EventCodec.IsIntact(sequence, record)) return $"event {sequence} does not match its checksum";
        var key = record[EventCodec.HeaderBytes..];
        if (!_lookup.TryGetValue(key, out var history))
        {
            history = new(key.ToArray());
            _byKey.Add(history.Key, history);
            _histories.Add(history);
        }

        var node = EventCodec.Read(sequence, record, history);
        if (CheckOrder(node) is { } wrong) return wrong;
        NextSequence = sequence + 1;
        var before = history.Newest;
        history.Newest = node;
        if (node.ModRevision > Compacted)
        {
            node.Previous = before;
        }
        else
        {
            if (before is not null && !before.IsTombstone) Dead.Add(before.Sequence);
            if (node.IsTombstone && node.ModRevision < Compacted) Dead.Add(sequence);
        }

        if (node.ModRevision >= Compacted) Log.Add(node);
        return null;
    }

    /// <summary>To be called after the last event.</summary>
    public string? Finish()
    {
        if (_lastRevision > Compacted && _following != 0) return $"revision {_lastRevision} lacks {_following} of its events";
        Revision = Math.Max(Revision, _lastRevision);
        return Revision < Compacted ? $"events up to the compacted revision {Compacted} are missing: the last is of revision {Revision}" : null;
    }

    /// <summary>The tree of all keys there are; ends the loading.</summary>
    public KeyTree BuildTree()
    {
        _histories.RemoveAll(history => history.Newest is { IsTombstone: true } tombstone && tombstone.ModRevision < Compacted);
        _byKey.Clear();
        if (!IsSorted()) _histories.Sort(static (a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
        return KeyTree.Build(_histories);
    }

    private string? CheckOrder(KeyRevision node)
    {
        var revision = node.ModRevision;
        if (revision > Compacted)
        {
            if (revision < _lastRevision) return $"event {node.Sequence} of revision {revision} lies after revision {_lastRevision}";
            if (revision == _lastRevision)
            {
                if (node.Following != _following - 1)
                    return $"revision {revision} lacks events: {node.Following} follow event {node.Sequence}, not {_following - 1}";
            }
            else if (revision > Math.Max(Math.Max(_lastRevision, Compacted), Store.Revision.Initial.Value) + 1
                || (_lastRevision > Compacted && _following != 0))
            {
                return $"events between revisions {Math.Max(_lastRevision, Compacted)} and {revision} are missing";
            }
        }

        _lastRevision = Math.Max(_lastRevision, revision);
        _following = node.Following;
        return null;
    }

    private bool IsSorted()
    {
        for (var i = 1; i < _histories.Count; i++)
            if (_histories[i - 1].Key.AsSpan().SequenceCompareTo(_histories[i].Key) >= 0)
                return false;
        return true;
    }
}
