namespace Kybernet.Store.Mvcc;

/// <summary>Collects the nodes live at a revision, up to a limit, and counts them all.</summary>
internal struct KeyCollector(long revision, long limit) : IKeyVisitor
{
    public List<KeyRevision>? Nodes { get; private set; }

    public long Count { get; private set; }

    public void Visit(KeyHistory history)
    {
        if (history.LiveAt(revision) is not { } node) return;
        if (Count++ < limit) (Nodes ??= []).Add(node);
    }
}
