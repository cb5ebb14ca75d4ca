using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>A pod that came to a node which is not ready is marked so.</summary>
/// <remarks>Upstream: nodelifecycle, processPod.</remarks>
public sealed class PodReadinessReconciler(PodReadiness readiness, ILister<Pod> pods, ILister<Node> nodes) : IReconciler
{
    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (pods.Find(key) is not { } pod || nodes.Find(new(pod.Spec.NodeName)) is not { } node) return Reconciled.Done;
        // A node without the condition is dealt with when it gets one.
        if (node.ConditionOf(NodeConditionType.Ready) is null || node.IsReady) return Reconciled.Done;
        return await readiness.MarkNotReadyAsync([pod], cancel) is { } error ? Reconciled.Failed(error) : Reconciled.Done;
    }
}
