using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Queue;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Cycle;

/// <summary>
/// Everything the scheduler knows, changed by one loop: take what others tell, take the next pod, choose its node, hand it over to be bound.
/// As only the loop touches queue, cache and nodes, none of them has a lock, and a scheduling cycle sees the world standing still.
/// </summary>
/// <remarks>Upstream: <c>schedule_one.go</c> and <c>eventhandlers.go</c>.</remarks>
public sealed class SchedulingLoop(
    SchedulerState state, Scheduling scheduling, Bindings bindings, Outcomes outcomes, WaitingPods waiting, LoopInbox inbox,
    SchedulerMetrics metrics, TimeProvider time)
{
    /// <summary>After so many pods others get the thread: all of a control plane may share one.</summary>
    private const int PodsBetweenYields = 64;

    private readonly ClusterChanges _changes = new(state, waiting);

    public async Task RunAsync(CancellationToken cancel)
    {
        for (var count = 1; !cancel.IsCancellationRequested; count++)
        {
            Listen();
            if (!bindings.HasRoom)
            {
                await inbox.WaitAsync(null, cancel);
                continue;
            }

            if (state.Queue.Pop() is not { } pod)
            {
                await inbox.WaitAsync(state.Queue.NextWake(), cancel);
                continue;
            }

            Try(pod);
            if (count % PodsBetweenYields == 0) await Task.Yield();
        }
    }

    /// <summary>Takes in what happened.</summary>
    public void Listen()
    {
        foreach (var notice in inbox.Take())
        {
            if (notice.Pod is { } pod) _changes.OnPod(pod);
            else if (notice.Node is { } node) _changes.OnNode(node);
            else if (notice.Binding is { } ended) OnBindingEnded(ended.Work, ended.Status);
            else if (notice.Evicted is { } evicted) state.Queue.Retry(evicted.Uid, evicted.HasFailed);
        }
    }

    private void Try(QueuedPod queued)
    {
        var pod = queued.Info;
        if (state.ProfileOf(pod.Pod) is not { } profile || state.Cache.IsAssumed(pod.Uid)) return;
        if (pod.Pod.Metadata.DeletionTimestamp is not null)
        {
            profile.Events.Record(pod.Pod, "Warning", "FailedScheduling", $"skip schedule deleting pod: {pod.Key}");
            return;
        }

        using var span = SchedulerTrace.Scheduling(pod.Pod);
        var started = time.GetTimestamp();
        var cycle = new CycleState();
        ScheduleResult result;
        try
        {
            result = scheduling.Schedule(profile, cycle, pod);
        }
        catch (Exception e)
        {
            result = outcomes.Threw(pod, e);
        }

        metrics.AlgorithmSeconds.Observe(default, time.GetElapsedTime(started).TotalSeconds);
        if (result.Failure is { } failure)
        {
            outcomes.Handle(profile, queued, failure, result.Diagnosis, result.NominatedNode, started);
            return;
        }

        var node = state.Nodes.NameOf(result.Row);
        state.Cache.Assume(pod, node);
        state.Nominator.Remove(pod.Uid);
        var permitted = profile.RunReserve(cycle, pod, node);
        Dictionary<string, TimeSpan>? waits = null;
        permitted ??= profile.RunPermit(cycle, pod, node, out waits);
        if (permitted is not null && permitted.Code != StatusCode.Wait)
        {
            TakeBack(profile, cycle, pod, node);
            outcomes.Handle(profile, queued, permitted, Outcomes.Refused(permitted, result.Row), "", started);
            return;
        }

        if (waits is not null) waiting.Add(pod.Uid, waits);
        bindings.Start(new(queued, pod, node, profile, cycle, started, waits is not null));
    }

    private void OnBindingEnded(BindingWork work, PluginStatus? status)
    {
        var profile = work.Profile;
        if (status is null)
        {
            outcomes.Succeeded(work);
            return;
        }

        TakeBack(profile, work.State, work.Pod, work.Node);
        // The room it had is free again, for others; when it was refused, not for the pod itself.
        state.Queue.Move(new(EventResource.AssignedPod, EventActions.Delete), work.Pod.Pod, null,
            status.IsRejected ? other => other.Metadata.Uid != work.Pod.Uid : null);
        outcomes.Handle(profile, work.Queued, status, status.IsRejected ? Outcomes.Refused(status, state.Nodes.RowOf(work.Node)) : null, "", work.Started);
    }

    private void TakeBack(Profile profile, CycleState cycle, PodInfo pod, string node)
    {
        profile.RunUnreserve(cycle, pod, node);
        state.Cache.Forget(pod.Uid);
    }
}
