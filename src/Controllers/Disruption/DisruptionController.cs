using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.Disruption;

/// <summary>Watches PodDisruptionBudgets and the pods they select. Upstream: <c>pkg/controller/disruption</c>.</summary>
public static class DisruptionController
{
    public const string Name = "disruption-controller";

    public static Controller Create(ControllerContext context)
    {
        var budgets = context.Informers.Of<PodDisruptionBudget>();
        var pods = context.Informers.Of<Pod>();
        var controllers = context.Informers.Of<ReplicationController>();
        var sets = context.Informers.Of<ReplicaSet>();
        var deployments = context.Informers.Of<Deployment>();
        var statefulSets = context.Informers.Of<StatefulSet>();
        var scales = new PodScales(controllers, sets, deployments, statefulSets);
        var reconciler = new DisruptionReconciler(context.ClientOf(Name), context.EventsOf("controllermanager"), budgets, pods, scales, context.Time);
        return new Controller(Name, reconciler, context)
            .On(budgets)
            .On(pods, change => KeysOf(change, budgets))
            .Reads(controllers).Reads(sets).Reads(deployments).Reads(statefulSets);
    }

    /// <summary>The second loop: its keys are pods.</summary>
    public static Controller CreateStale(ControllerContext context)
    {
        var pods = context.Informers.Of<Pod>();
        return new Controller($"{Name}-stale", new StaleDisruptionReconciler(context.ClientOf(Name), pods, context.Time), context) { Workers = 1 }
            .On(pods, static change => change.New is { } pod && StaleDisruptionReconciler.IsWaiting(pod) ? [pod.Key] : []);
    }

    private static IEnumerable<ObjectKey> KeysOf(ObjectChange<Pod> change, ILister<PodDisruptionBudget> budgets)
    {
        foreach (var budget in budgets.List(change.Any.Metadata.Namespace))
        {
            if (!budget.Spec.Selector.TryToSelector(out var selector, out _)) continue;
            var isSelected = (change.New is { } value && selector.Matches(value.Metadata.Labels))
                || (change.Old is { } old && selector.Matches(old.Metadata.Labels));
            if (isSelected) yield return budget.Key;
        }
    }
}
