using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Cycle;

/// <summary>Brings changes of pods and nodes into queue and cache, and wakes the pods they may help. Upstream: <c>eventhandlers.go</c>.</summary>
public sealed class ClusterChanges(SchedulerState state, WaitingPods waiting)
{
    public void OnNode(ObjectChange<Node> change)
    {
        if (change.New is not { } node)
        {
            state.Nodes.RemoveNode(change.Any.Metadata.Name);
            state.Queue.Move(new(EventResource.Node, EventActions.Delete), change.Old, null);
            return;
        }

        var old = state.Nodes.Find(node.Metadata.Name);
        state.Nodes.SetNode(node);
        if (old is null)
        {
            state.Queue.Move(new(EventResource.Node, EventActions.Add), null, node);
            return;
        }

        foreach (var happened in NodeChanges.Of(old, node)) state.Queue.Move(happened, old, node);
    }

    public void OnPod(ObjectChange<Pod> change)
    {
        // A pod that ended takes nothing any more: it is as good as deleted.
        var now = change.New is { Status.Phase: not ("Succeeded" or "Failed") } alive ? alive : null;
        if (change is { Old: { } old, New: { } replaced } && old.Metadata.Uid != replaced.Metadata.Uid) Remove(old);
        if (now is null) Remove(change.Any);
        else if (now.Spec.NodeName.Length > 0) SetAssigned(now);
        else if (state.ProfileOf(now) is not null) SetPending(change.Old, now);
    }

    private void SetAssigned(Pod pod)
    {
        var info = PodInfo.Of(pod, state.Nodes.Resources);
        var known = state.Cache.Find(pod.Metadata.Uid);
        var wasAssumed = state.Cache.IsAssumed(pod.Metadata.Uid);
        state.Queue.Remove(pod.Metadata.Uid);
        state.Nominator.Remove(pod.Metadata.Uid);
        state.Cache.Set(info, pod.Spec.NodeName);
        if (known is null || wasAssumed)
        {
            state.Queue.Move(new(EventResource.AssignedPod, EventActions.Add), null, pod);
            return;
        }

        foreach (var happened in PodChanges.Of(known.Pod, pod)) state.Queue.Move(happened, known.Pod, pod);
    }

    private void SetPending(Pod? old, Pod pod)
    {
        var uid = pod.Metadata.Uid;
        if (state.Cache.IsAssumed(uid))
        {
            if (pod.Metadata.DeletionTimestamp is not null) waiting.Reject(uid, "", "pod is deleted");
            return;
        }

        var info = PodInfo.Of(pod, state.Nodes.Resources);
        if (state.Queue.Find(uid) is null || old is null) state.Queue.Add(info);
        else state.Queue.Update(old, info);
        // A nomination that is not written yet is not undone by an update without one.
        if (pod.Status.NominatedNodeName.Length > 0 || old is { Status.NominatedNodeName.Length: > 0 })
            state.Nominator.Set(info, pod.Status.NominatedNodeName);
        // The node it leaves is free for others.
        if (old is { Status.NominatedNodeName.Length: > 0 } && old.Status.NominatedNodeName != pod.Status.NominatedNodeName)
            state.Queue.Move(new(EventResource.AssignedPod, EventActions.Delete), old, null, other => (other.Spec.Priority ?? 0) <= info.Priority);
    }

    private void Remove(Pod pod)
    {
        var uid = pod.Metadata.Uid;
        var wasCounted = state.Cache.Remove(uid);
        state.Queue.Remove(uid);
        state.Nominator.Remove(uid);
        waiting.Reject(uid, "", "pod is deleted");
        if (wasCounted || pod.Spec.NodeName.Length > 0)
            state.Queue.Move(new(EventResource.AssignedPod, EventActions.Delete), pod, null);
        else if (pod.Status.NominatedNodeName.Length > 0)
            state.Queue.Move(new(EventResource.AssignedPod, EventActions.Delete), pod, null, other => (other.Spec.Priority ?? 0) <= (pod.Spec.Priority ?? 0));
    }
}
