namespace Kybernet.Store.Mvcc;

/// <summary>Builds the state from the events of a file, given in order, and checks that none is missing.</summary>
/// <remarks>
/// Events not newer than the compacted revision may be there or not (a crash may have interrupted their removal), and in a
/// restored store they lie in the order of their keys. After it,
/// revisions follow each other without gap and each transaction has all its events; anything else is damage.
/// </remarks>
internal sealed class StateLoader
{
    private readonly KeyTable _keys = new();
    private readonly List<KeyRevision> _leased = [];
    private long _lastRevision;
    private int _following;
    private bool _hasOldTombstones;

    public long Revision { get; set; } = Store.Revision.Initial.Value;

    public long Compacted { get; set; }

    public long NextSequence { get; private set; } = 1;

    public List<(long Id, long TtlSeconds)> Leases { get; } = [];

    /// <summary>The events a watch can still ask for.</summary>
    public EventLog Log { get; } = new();

    /// <summary>The sequences compaction has passed but whose rows are still there.</summary>
    public List<long> Dead { get; } = [];

    /// <summary>The nodes attached to a lease.</summary>
    public IEnumerable<KeyRevision> Leased => _leased.Where(node => ReferenceEquals(node.History.Newest, node));

    /// <summary>Takes the next event; returns what is wrong with it, or null.</summary>
    public string? Add(long sequence, ReadOnlySpan<byte> record) => EventCodec.IsIntact(sequence, record)
        ? AddIntact(sequence, record, KeyTable.HashOf(record[EventCodec.HeaderBytes..]))
        : EventCodec.DamageOf(sequence);

    /// <summary>Takes the next event, whose checksum was found right and whose key has this hash.</summary>
    public string? AddIntact(long sequence, ReadOnlySpan<byte> record, uint keyHash)
    {
        var history = _keys.GetOrAdd(record[EventCodec.HeaderBytes..], keyHash);
        var node = EventCodec.Read(sequence, record, history);
        if (CheckOrder(node) is { } wrong) return wrong;
        NextSequence = sequence + 1;
        var before = history.Newest;
        history.Newest = node;
        if (node.Lease != 0) _leased.Add(node);
        if (node.ModRevision > Compacted)
        {
            node.Previous = before;
        }
        else
        {
            if (before is not null && !before.IsTombstone) Dead.Add(before.Sequence);
            if (node.IsTombstone && node.ModRevision < Compacted)
            {
                Dead.Add(sequence);
                _hasOldTombstones = true;
            }
        }

        if (node.ModRevision >= Compacted) Log.Append(node);
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
        var histories = _keys.TakeAll();
        if (_hasOldTombstones)
            histories = Array.FindAll(histories, history => !(history.Newest is { IsTombstone: true } tombstone && tombstone.ModRevision < Compacted));
        KeySorter.Sort(histories);
        return KeyTree.Build(histories);
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
}
