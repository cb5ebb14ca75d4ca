using Kybernet.Controllers.GarbageCollector;

namespace Kybernet.Controllers.Tests.GarbageCollector;

/// <summary>Keeps what a graph asks for, in words: <c>delete a</c>.</summary>
internal sealed class RecordedReactions : IGraphReactions
{
    private readonly List<string> _all = [];

    public Dictionary<string, GraphNode> Nodes { get; } = [];

    /// <summary>What was asked for since the last call.</summary>
    public string[] Take()
    {
        string[] taken = [.. _all.Distinct().Order(StringComparer.Ordinal)];
        _all.Clear();
        return taken;
    }

    public void AttemptToDelete(GraphNode node) => Add("delete", node);

    public void AttemptToDeleteLater(GraphNode node) => Add("later", node);

    public void AttemptToOrphan(GraphNode node) => Add("orphan", node);

    public void ReportInvalidNamespace(ObjectIdentity dependent, ObjectIdentity owner) => _all.Add($"invalid {dependent.Name} of {owner.Name}");

    private void Add(string what, GraphNode node)
    {
        Nodes[node.Identity.Uid] = node;
        _all.Add($"{what} {node.Identity.Name}");
    }
}
