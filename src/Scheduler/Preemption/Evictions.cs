using System.Collections.Concurrent;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;
using Kybernet.Scheduler.Cycle;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;
using Microsoft.Extensions.Logging;

namespace Kybernet.Scheduler.Preemption;

/// <summary>
/// Ends victims beside the scheduling loop. The pod they make room for is not tried meanwhile; at the end the loop is told.
/// Upstream: <c>framework/preemption/executor.go</c>.
/// </summary>
/// <param name="client">As the scheduler.</param>
/// <param name="waiting">Victims that Permit plugins delay are refused there; they are not deleted.</param>
/// <param name="time">Time.</param>
/// <param name="log">Log.</param>
/// <param name="ended">Told of each pod that room was made for, by its UID, and whether that failed.</param>
/// <param name="cancel">Ends them all.</param>
public sealed class Evictions(
    IClient client, WaitingPods waiting, TimeProvider time, ILogger log, Action<string, bool> ended, CancellationToken cancel)
{
    /// <summary>How many victims of one pod are on their way at once, as upstream's.</summary>
    private const int AtOnce = 16;

    private readonly RunningCount _running = new();
    private readonly ConcurrentDictionary<string, bool> _preemptors = new();

    /// <summary>True while victims of the pod are being ended. Any thread.</summary>
    public bool IsRunningFor(string uid) => !_preemptors.IsEmpty && _preemptors.ContainsKey(uid);

    /// <param name="profile">Whose events.</param>
    /// <param name="plugin">Who wants it.</param>
    /// <param name="preemptor">The pod that needs the room.</param>
    /// <param name="node">Where.</param>
    /// <param name="victims">The pods to end; none of them is being deleted.</param>
    public void Start(Profile profile, string plugin, PodInfo preemptor, string node, IReadOnlyList<PodInfo> victims)
    {
        if (!_preemptors.TryAdd(preemptor.Uid, true)) return;
        _running.Enter();
        _ = RunAsync(profile, plugin, preemptor, node, victims);
    }

    /// <inheritdoc cref="RunningCount.DrainAsync"/>
    public Task DrainAsync() => _running.DrainAsync();

    private async Task RunAsync(Profile profile, string plugin, PodInfo preemptor, string node, IReadOnlyList<PodInfo> victims)
    {
        // The loop goes on at once.
        await Task.Yield();
        var hasFailed = false;
        var message = $"Preempted by pod {preemptor.Uid} on node {node}";
        foreach (var some in victims.Chunk(AtOnce))
        {
            if (hasFailed) break;
            var results = await Task.WhenAll(some.Select(victim => EndAsync(profile, plugin, message, victim)));
            hasFailed = Array.Exists(results, static succeeded => !succeeded);
        }

        _preemptors.TryRemove(preemptor.Uid, out _);
        _running.Exit();
        ended(preemptor.Uid, hasFailed);
    }

    private async Task<bool> EndAsync(Profile profile, string plugin, string message, PodInfo victim)
    {
        try
        {
            if (waiting.Reject(victim.Uid, plugin, "preempted"))
            {
                profile.Events.Record(victim.Pod, "Normal", "Preempted", message + " (in kube-scheduler memory).");
                return true;
            }

            var error = await DeleteAsync(profile, victim);
            if (error is null) profile.Events.Record(victim.Pod, "Normal", "Preempted", message);
            else if (!IsGone(error)) SchedulerLog.NotPreempted(log, victim.Key, error.Message);
            return error is null || IsGone(error);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            SchedulerLog.NotPreempted(log, victim.Key, e.Message);
            return false;
        }
    }

    private async Task<ApiError?> DeleteAsync(Profile profile, PodInfo victim)
    {
        var key = new ObjectKey(victim.Key.Namespace, victim.Key.Name);
        if (VictimCondition.ToJson(victim.Pod, profile.SchedulerName, Time.From(time.GetUtcNow())) is { } patch)
        {
            var patched = await client.PatchAsync<Pod>(key, ObjectPatch.StrategicMerge(patch), "status", cancel);
            if (patched.Error is { } error) return error;
        }

        return (await client.DeleteAsync<Pod>(key, new() { Preconditions = new() { Uid = victim.Uid } }, cancel)).Error;
    }

    /// <summary>A conflict says that another pod has the name now.</summary>
    private static bool IsGone(ApiError error) => error.IsNotFound || error.IsConflict;
}
