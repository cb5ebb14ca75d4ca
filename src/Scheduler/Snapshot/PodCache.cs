namespace Kybernet.Scheduler.Snapshot;

/// <summary>The pods that are counted on nodes: those that have one, and those that the scheduler assumes to get one soon.</summary>
/// <remarks>
/// Upstream: <c>backend/cache/cache.go</c>. A pod is assumed from its scheduling until the API server tells of its node, or until its binding
/// failed: there is no expiry, as every binding comes to an end.
/// </remarks>
public sealed class PodCache(NodeTable nodes)
{
    private readonly Dictionary<string, (PodInfo Pod, string Node, bool IsAssumed)> _pods = [];

    public int Count => _pods.Count;

    public int AssumedCount { get; private set; }

    public bool IsAssumed(string uid) => _pods.TryGetValue(uid, out var there) && there.IsAssumed;

    public bool Contains(string uid) => _pods.ContainsKey(uid);

    /// <summary>Counts a pod on the node it is about to be bound to.</summary>
    /// <exception cref="InvalidOperationException">It is counted on a node already.</exception>
    public void Assume(PodInfo pod, string node)
    {
        if (_pods.TryGetValue(pod.Uid, out var there))
            throw new InvalidOperationException($"pod {pod.Key} is in the cache on {there.Node}, so can't be assumed on {node}");
        _pods.Add(pod.Uid, (pod, node, true));
        AssumedCount++;
        nodes.AddPod(pod, node);
    }

    /// <summary>Takes an assumed pod off its node; nothing when it is assumed no more.</summary>
    public bool Forget(string uid)
    {
        if (!IsAssumed(uid)) return false;
        Remove(uid);
        return true;
    }

    /// <summary>Counts a pod on the node the API server says it is on, instead of what was known of it.</summary>
    public void Set(PodInfo pod, string node)
    {
        Remove(pod.Uid);
        _pods.Add(pod.Uid, (pod, node, false));
        nodes.AddPod(pod, node);
    }

    public bool Remove(string uid)
    {
        if (!_pods.Remove(uid, out var there)) return false;
        if (there.IsAssumed) AssumedCount--;
        nodes.RemovePod(there.Pod, there.Node);
        return true;
    }

    /// <summary>The pod as counted, when there is one.</summary>
    public PodInfo? Find(string uid) => _pods.TryGetValue(uid, out var there) ? there.Pod : null;
}
