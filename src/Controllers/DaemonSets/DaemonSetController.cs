using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.DaemonSets;

/// <summary>Watches DaemonSets, their pods and revisions, and nodes. Upstream: <c>pkg/controller/daemon</c>.</summary>
public static class DaemonSetController
{
    /// <summary>Upstream's account; its events and logs say <c>daemonset-controller</c>.</summary>
    public const string Name = "daemon-set-controller";

    private const string EventSource = "daemonset-controller";

    public static Controller Create(ControllerContext context)
    {
        var client = context.ClientOf(Name);
        var sets = context.Informers.Of<DaemonSet>();
        var nodes = context.Informers.Of<Node>();
        var pods = context.Informers.Of<Pod>();
        var revisions = context.Informers.Of<ControllerRevision>();
        var expectations = new Expectations(context.Time);
        var ofPods = new OwnedChanges<DaemonSet, Pod>(sets, static set => set.Spec.Selector, expectations);
        var ofRevisions = new OwnedChanges<DaemonSet, ControllerRevision>(sets, static set => set.Spec.Selector, expectations: null);
        var reconciler = new DaemonSetReconciler(
            client, context.EventsOf(EventSource), sets, nodes, new(pods), new(revisions), expectations, context.Time);
        return new Controller(Name, reconciler, context)
            .On(sets)
            .On(pods, ofPods.KeysOf)
            .On(revisions, ofRevisions.KeysOf)
            .On(nodes, change => KeysOf(change, sets));
    }

    /// <summary>The sets whose answer for the node changes. A node's status changes all the time and matters to none.</summary>
    private static IEnumerable<ObjectKey> KeysOf(ObjectChange<Node> change, ILister<DaemonSet> sets)
    {
        if (change is { Old: { } old, New: { } value }
            && old.Metadata.Labels == value.Metadata.Labels && old.Spec.Taints == value.Spec.Taints) yield break;
        foreach (var set in sets.List())
        {
            var before = change.Old is null ? (false, false) : DaemonPods.On(set, change.Old);
            var after = change.New is null ? (false, false) : DaemonPods.On(set, change.New);
            if (before != after) yield return set.Key;
        }
    }
}
