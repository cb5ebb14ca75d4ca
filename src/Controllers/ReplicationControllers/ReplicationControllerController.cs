using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.ReplicationControllers;

/// <summary>Watches ReplicationControllers and their pods. Upstream: <c>pkg/controller/replication</c>.</summary>
public static class ReplicationControllerController
{
    /// <summary>By which it runs and is switched off. Its account is named <c>replication-controller</c>, as upstream's.</summary>
    public const string Name = "replicationcontroller-controller";

    private const string Account = "replication-controller";

    public static Controller Create(ControllerContext context)
    {
        var client = context.ClientOf(Account);
        var owners = context.Informers.Of<ReplicationController>();
        var pods = context.Informers.Of<Pod>();
        var expectations = new Expectations(context.Time);
        var changes = new OwnedChanges<ReplicationController, Pod>(
            owners, static owner => new LabelSelector { MatchLabels = owner.Spec.Selector }, expectations);
        var reconciler = new ReplicationControllerReconciler(
            client, owners, new(pods), new(new(client, context.EventsOf(Account)), expectations), expectations, context.Time);
        return new Controller(Name, reconciler, context).On(owners).On(pods, changes.KeysOf);
    }
}
