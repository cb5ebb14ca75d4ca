using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>Gives a node the taints and labels of <see cref="NodeTaintPlan"/>.</summary>
public sealed class NodeTaintReconciler(NodeWriter writer, ILister<Node> nodes, TimeProvider time) : IReconciler
{
    public async Task<Reconciled> ReconcileAsync(ObjectKey key, CancellationToken cancel)
    {
        if (nodes.Find(key) is not { } node || NodeTaintPlan.For(node, time.GetUtcNow()) is null) return Reconciled.Done;
        return Reconciled.Of(await writer.ChangeAsync(key.Name, latest => NodeTaintPlan.For(latest, time.GetUtcNow()), cancel));
    }
}
