using Kybernet.Base;

namespace Kybernet.Store.Mvcc;

/// <summary>The store's state: keys with their revisions, events, leases. One writer changes it, readers go by what is published.</summary>
/// <remarks>
/// <para>The writer works in batches: transactions push nodes that no published revision reaches yet; then either
/// <see cref="Publish"/>, after the batch is durable, or <see cref="Abort"/>.</para>
/// <para>Publication order: events into the log, then the view (one write), then watches are told, then callers are answered.
/// A compaction is published before anything is cut, so who reads cut history and looks at <see cref="Compacted"/>
/// afterwards finds it raised: read, then check, is safe without a lock.</para>
/// </remarks>
internal sealed class MvccState
{
    private readonly KeyTreeEditor _keys;
    private StoreView _view;
    private long _compacted;
    private long _nextSequence;
    private int _txnStart;

    public MvccState(StateLoader loaded, ValueCache values, TimeProvider time)
    {
        Values = values;
        Leases = new(time);
        var tree = loaded.BuildTree();
        _keys = new(tree);
        _compacted = loaded.Compacted;
        _nextSequence = loaded.NextSequence;
        Revision = loaded.Revision;
        Log = loaded.Log;
        _view = new(tree, Revision, Log.End);
        foreach (var (id, ttlSeconds) in loaded.Leases) Leases.Add(new(id, ttlSeconds));
        foreach (var node in loaded.Leased) Leases.Attach(node.Lease, node.History);
    }

    public CommitBatch Batch { get; } = new();

    public EventLog Log { get; }

    public LeaseTable Leases { get; }

    public ValueCache Values { get; }

    public StoreView View => Volatile.Read(ref _view);

    /// <summary>The oldest readable revision, or 0.</summary>
    public long Compacted => Volatile.Read(ref _compacted);

    /// <summary>The revision the batch has reached; what is not published yet included.</summary>
    public long Revision { get; private set; }

    /// <summary>The oldest readable revision once the batch is published.</summary>
    public long PendingCompacted => Math.Max(Batch.Compacted, _compacted);

    /// <summary>The keys as the batch has them.</summary>
    public KeyNode PendingRoot => _keys.Root;

    /// <summary>The revision of the transaction under way, if it changes something.</summary>
    public long TxnRevision => Revision + 1;

    public bool TxnHasChanges => Batch.Events.Count > _txnStart;

    /// <summary>What a reader inside the transaction is at: its own revision after its first change, else the one before.</summary>
    public long ReachedRevision => TxnHasChanges ? TxnRevision : Revision;

    public void BeginTxn() => _txnStart = Batch.Events.Count;

    /// <summary>Ends the transaction; returns the revision the store is at after it.</summary>
    public long EndTxn()
    {
        if (!TxnHasChanges) return Revision;
        var events = Batch.Events;
        for (var i = _txnStart; i < events.Count; i++) events[i].Following = events.Count - 1 - i;
        return ++Revision;
    }

    /// <summary>Takes back what the transaction under way has done so far.</summary>
    public void AbortTxn() => Undo(_txnStart);

    /// <summary>The key's live node as the batch has it.</summary>
    public KeyRevision? FindLive(ReadOnlySpan<byte> key) => _keys.Find(key)?.Newest is { IsTombstone: false } node ? node : null;

    public KeyRevision Put(Bytes key, byte[] value, uint checksum, long lease)
    {
        var history = _keys.Find(key.Span);
        if (history is null) _keys.Add(history = new(key.AsArray()));
        var before = history.Newest;
        var live = before is { IsTombstone: false };
        return Push(new()
        {
            History = history,
            ModRevision = TxnRevision,
            CreateRevision = live ? before!.CreateRevision : TxnRevision,
            Version = live ? before!.Version + 1 : 1,
            Lease = lease,
            Sequence = _nextSequence++,
            Value = value,
            ValueLength = value.Length,
            ValueChecksum = checksum,
            Previous = before,
        });
    }

    public KeyRevision Delete(KeyHistory history) => Push(new()
    {
        History = history,
        ModRevision = TxnRevision,
        CreateRevision = 0,
        Version = 0,
        Lease = 0,
        Sequence = _nextSequence++,
        ValueLength = 0,
        ValueChecksum = 0,
        Previous = history.Newest,
    });

    public void Grant(Lease lease)
    {
        Leases.Add(lease);
        Batch.Granted.Add(lease);
    }

    /// <summary>Removes a lease from which all keys are detached.</summary>
    public void Revoke(Lease lease)
    {
        Leases.Remove(lease);
        Batch.Revoked.Add(lease);
    }

    /// <summary>Makes the batch visible; it is durable.</summary>
    public void Publish()
    {
        foreach (var node in Batch.Events)
        {
            Log.Append(node);
            Values.Admit(node);
        }

        if (Batch.Compacted > 0) Volatile.Write(ref _compacted, Batch.Compacted);
        if (Batch.Events.Count > 0) PublishKeys();
        Batch.Clear();
        _txnStart = 0;
    }

    /// <summary>Forgets the batch; it is not durable.</summary>
    public void Abort()
    {
        // Revoked leases first, so that undoing their deletions finds them to attach keys to.
        foreach (var lease in Batch.Revoked) Leases.Restore(lease);
        Undo(0);
        foreach (var lease in Batch.Granted) Leases.Remove(lease);
        Revision = View.Revision;
        Batch.Clear();
        _txnStart = 0;
    }

    /// <summary>Drops a key whose tombstone is compacted away. Only between batches; <see cref="PublishKeys"/> makes it visible.</summary>
    public void DropKey(KeyHistory history) => _keys.Remove(history.Key);

    public void PublishKeys() => Volatile.Write(ref _view, new(_keys.Freeze(), Revision, Log.End));

    private KeyRevision Push(KeyRevision node)
    {
        var before = node.Previous;
        if (before is { Lease: not 0 }) Leases.Detach(before.Lease, node.History);
        if (node.Lease != 0) Leases.Attach(node.Lease, node.History);
        node.History.Newest = node;
        Batch.Events.Add(node);
        return node;
    }

    private void Undo(int start)
    {
        var events = Batch.Events;
        for (var i = events.Count - 1; i >= start; i--)
        {
            var node = events[i];
            var before = node.Previous;
            if (node.Lease != 0) Leases.Detach(node.Lease, node.History);
            if (before is { Lease: not 0 }) Leases.Attach(before.Lease, node.History);
            node.History.Newest = before;
            if (before is null) _keys.Remove(node.History.Key);
        }

        if (start < events.Count) _nextSequence = events[start].Sequence;
        events.RemoveRange(start, events.Count - start);
    }
}
