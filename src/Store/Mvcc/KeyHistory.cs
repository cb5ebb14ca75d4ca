namespace Kybernet.Store.Mvcc;

/// <summary>All the store still knows of one key: its revisions, newest first.</summary>
/// <remarks>
/// One writer pushes and cuts; any number of readers walk without a lock. A reader at revision R ignores nodes newer than
/// R, so a node pushed before its transaction is durable is seen by nobody: no published revision reaches it yet.
/// </remarks>
internal sealed class KeyHistory(byte[] key)
{
    private KeyRevision? _newest;

    public byte[] Key { get; } = key;

    public KeyRevision? Newest
    {
        get => Volatile.Read(ref _newest);
        set => Volatile.Write(ref _newest, value);
    }

    /// <summary>The newest node not newer than <paramref name="revision"/>; may be a tombstone.</summary>
    public KeyRevision? At(long revision)
    {
        var node = Newest;
        while (node is not null && node.ModRevision > revision) node = node.Previous;
        return node;
    }

    /// <summary>The node live at <paramref name="revision"/>, or null when the key does not exist there.</summary>
    public KeyRevision? LiveAt(long revision) => At(revision) is { IsTombstone: false } node ? node : null;
}
