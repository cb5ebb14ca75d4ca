using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.Runtime;

namespace Kybernet.Controllers.ReplicaSets;

/// <summary>Watches ReplicaSets and their pods. Upstream: <c>pkg/controller/replicaset</c>.</summary>
public static class ReplicaSetController
{
    public const string Name = "replicaset-controller";

    public static Controller Create(ControllerContext context)
    {
        var client = context.ClientOf(Name);
        var sets = context.Informers.Of<ReplicaSet>();
        var pods = context.Informers.Of<Pod>();
        var expectations = new Expectations(context.Time);
        var changes = new OwnedChanges<ReplicaSet, Pod>(sets, static set => set.Spec.Selector, expectations);
        var reconciler = new ReplicaSetReconciler(
            client, sets, new(sets), new(pods), new PodControl(client, context.EventsOf(Name)), expectations, context.Time);
        return new Controller(Name, reconciler, context).On(sets).On(pods, changes.KeysOf);
    }
}
