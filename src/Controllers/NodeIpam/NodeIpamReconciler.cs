using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.NodeIpam;

/// <summary>Gives a node without pod addresses its ranges, and remembers those of the others.</summary>
public sealed class NodeIpamReconciler(IClient client, ILister<Node> nodes, NodeRanges ranges, IEventRecorder events) : IReconciler
{
    private readonly Lock _lock = new();
    private bool _hasSeenAll;

    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        SeeAll();
        if (nodes.Find(key) is not { } node || node.Metadata.DeletionTimestamp is not null) return Reconciled.Done;
        if (!node.Spec.PodCIDRs.IsEmpty)
            return ranges.Occupy(node) is { Length: > 0 } wrong ? Reconciled.Failed(ApiError.InternalError(wrong)) : Reconciled.Done;
        if (ranges.Take() is not { } taken)
        {
            Tell(node, "CIDRNotAvailable");
            return Reconciled.Failed(ApiError.InternalError(
                "failed to allocate cidr from cluster cidr: CIDR allocation failed; there are no remaining CIDRs left to allocate in the accepted range"));
        }

        return await AssignAsync(node, taken, cancel);
    }

    private async Task<Reconciled> AssignAsync(Node node, ListOf<string> taken, CancellationToken cancel)
    {
        var list = string.Join(",", taken.Select(static range => $"\"{range}\""));
        // The server lets pod CIDRs be set once; the patch names no version, as kubelets write their nodes often.
        var patch = ObjectPatch.StrategicMerge(
            $$$"""{"metadata":{"uid":"{{{node.Metadata.Uid}}}"},"spec":{"podCIDR":"{{{taken[0]}}}","podCIDRs":[{{{list}}}]}}""");
        var patched = await client.PatchAsync<Node>(node.Key, patch, "", cancel);
        if (patched.Error is not { } error) return Reconciled.Done;
        // After a timeout the ranges may be the node's: they are lost until the next start rather than given twice.
        if (!error.IsServerTimeout && !error.IsTimeout) ranges.Release(taken);
        if (error.IsNotFound) return Reconciled.Done;
        Tell(node, "CIDRAssignmentFailed");
        return Reconciled.Failed(error);
    }

    /// <summary>Before the first range is given, those in use are known.</summary>
    private void SeeAll()
    {
        lock (_lock)
        {
            if (_hasSeenAll) return;
            foreach (var node in nodes.List()) ranges.Occupy(node);
            _hasSeenAll = true;
        }
    }

    private void Tell(Node node, string status) => events.Record(node, "Normal", status, $"Node {node.Metadata.Name} status is now: {status}");
}
