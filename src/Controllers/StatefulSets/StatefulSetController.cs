using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.StatefulSets;

/// <summary>Watches StatefulSets, their pods and revisions. Upstream: <c>pkg/controller/statefulset</c>.</summary>
public static class StatefulSetController
{
    public const string Name = "statefulset-controller";

    public static Controller Create(ControllerContext context)
    {
        var client = context.ClientOf(Name);
        var sets = context.Informers.Of<StatefulSet>();
        var pods = context.Informers.Of<Pod>();
        var revisions = context.Informers.Of<ControllerRevision>();
        var claims = context.Informers.Of<PersistentVolumeClaim>();
        var writes = new UnseenWrites<Pod>(pods, context.Time);
        var ofPods = new OwnedChanges<StatefulSet, Pod>(sets, static set => set.Spec.Selector, expectations: null);
        var ofRevisions = new OwnedChanges<StatefulSet, ControllerRevision>(sets, static set => set.Spec.Selector, expectations: null);
        var reconciler = new StatefulSetReconciler(
            client, sets, new(pods), new(client, new(revisions)), new(client, context.EventsOf(Name), claims, writes), writes, context.Time);
        return new Controller(Name, reconciler, context)
            .On(sets)
            .On(pods, change => KeysOf(change, ofPods, writes))
            .On(revisions, ofRevisions.KeysOf)
            .On(claims, static _ => []);
    }

    private static IEnumerable<ObjectKey> KeysOf(ObjectChange<Pod> change, OwnedChanges<StatefulSet, Pod> changes, UnseenWrites<Pod> writes)
    {
        foreach (var key in changes.KeysOf(change))
        {
            if (change.New is null) writes.SeenDeleted(key, change.Any);
            yield return key;
        }
    }
}
