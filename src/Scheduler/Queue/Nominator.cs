using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Queue;

/// <summary>
/// The pods that are expected to fit on a node soon (preemption made room, or someone outside said so). Filters count them on their node for
/// pods of no higher priority. Of the scheduling loop alone. Upstream: <c>backend/queue/nominator.go</c>.
/// </summary>
public sealed class Nominator
{
    private readonly Dictionary<string, (string Node, PodInfo Pod)> _byPod = [];
    private readonly Dictionary<string, List<PodInfo>> _byNode = [];

    public bool IsEmpty => _byPod.Count == 0;

    /// <summary>Nominates the pod to a node instead of another; empty for none.</summary>
    public void Set(PodInfo pod, string node)
    {
        Remove(pod.Uid);
        if (node.Length == 0) return;
        _byPod.Add(pod.Uid, (node, pod));
        if (!_byNode.TryGetValue(node, out var pods)) _byNode.Add(node, pods = []);
        pods.Add(pod);
    }

    public void Remove(string uid)
    {
        if (!_byPod.Remove(uid, out var there)) return;
        var pods = _byNode[there.Node];
        pods.RemoveAll(pod => pod.Uid == uid);
        if (pods.Count == 0) _byNode.Remove(there.Node);
    }

    public string NodeOf(string uid) => _byPod.TryGetValue(uid, out var there) ? there.Node : "";

    public IReadOnlyList<PodInfo> PodsOn(string node) => _byNode.TryGetValue(node, out var pods) ? pods : [];
}
