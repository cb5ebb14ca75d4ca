namespace Kybernet.Controllers.GarbageCollector;

/// <summary>What a change of the graph asks for. Called under the graph's lock: returns at once and does not call the graph.</summary>
public interface IGraphReactions
{
    /// <summary>See whether the object is garbage, or is done waiting for its dependents.</summary>
    void AttemptToDelete(GraphNode node);

    /// <summary>The same, after the node's back-off.</summary>
    void AttemptToDeleteLater(GraphNode node);

    /// <summary>Take the object off its dependents, and then let it go.</summary>
    void AttemptToOrphan(GraphNode node);

    /// <summary>A reference names an owner that lives in another namespace.</summary>
    /// <param name="dependent">Has the reference.</param>
    /// <param name="owner">As the reference names it, in the dependent's namespace.</param>
    void ReportInvalidNamespace(ObjectIdentity dependent, ObjectIdentity owner);
}
