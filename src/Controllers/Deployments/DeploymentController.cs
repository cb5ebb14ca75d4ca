using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.Deployments;

/// <summary>Watches Deployments, their ReplicaSets, and the end of pods. Upstream: <c>pkg/controller/deployment</c>.</summary>
public static class DeploymentController
{
    public const string Name = "deployment-controller";

    public static Controller Create(ControllerContext context)
    {
        var client = context.ClientOf(Name);
        var deployments = context.Informers.Of<Deployment>();
        var sets = context.Informers.Of<ReplicaSet>();
        var pods = context.Informers.Of<Pod>();
        var changes = new OwnedChanges<Deployment, ReplicaSet>(deployments, static deployment => deployment.Spec.Selector, expectations: null);
        var reconciler = new DeploymentReconciler(client, context.EventsOf(Name), deployments, new(sets), new(pods), context.Time);
        return new Controller(Name, reconciler, context)
            .On(deployments)
            .On(sets, changes.KeysOf)
            .On(pods, change => change.New is null ? RecreatedBy(change.Any, sets, deployments) : []);
    }

    /// <summary>A Deployment that recreates waits for the last pod of its old sets.</summary>
    private static IEnumerable<ObjectKey> RecreatedBy(Pod pod, ILister<ReplicaSet> sets, ILister<Deployment> deployments)
    {
        if (pod.Metadata.Controller is not { Kind: "ReplicaSet" } reference) return [];
        var set = sets.Find(new(pod.Metadata.Namespace, reference.Name));
        if (set?.Metadata.Uid != reference.Uid || set.Metadata.Controller is not { Kind: "Deployment" } controller) return [];
        var key = new ObjectKey(set.Metadata.Namespace, controller.Name);
        return deployments.Find(key)?.Spec.Strategy.Type == DeploymentStrategyType.Recreate ? [key] : [];
    }
}
