using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Values;
using Microsoft.Extensions.Logging;

namespace Kybernet.Scheduler.Cycle;

/// <summary>
/// Writes into pods' statuses why they are not scheduled, and their nominated node. One write a pod at a time, of what was said last.
/// Upstream: <c>backend/api_dispatcher</c>.
/// </summary>
public sealed class PodStatusWriter(IClient client, TimeProvider time, ILogger log, CancellationToken cancel)
{
    private readonly RunningCount _running = new();

    // Guards the one below. Taken alone. A pod is in it while something is being written; the value is what is to be written next.
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PodStatusChange?> _next = [];

    public void Write(Pod pod, string reason, string message, string? nominatedNode) => Write(new(pod, reason, message, nominatedNode));

    /// <summary>The pod hopes for its node no more.</summary>
    public void ClearNomination(Pod pod) => Write(new(pod, "", "", ""));

    /// <inheritdoc cref="RunningCount.DrainAsync"/>
    public Task DrainAsync() => _running.DrainAsync();

    private void Write(PodStatusChange change)
    {
        var uid = change.Pod.Metadata.Uid;
        lock (_lock)
        {
            if (_next.TryGetValue(uid, out var next))
            {
                _next[uid] = next is not null && change.Reason.Length == 0 ? next with { NominatedNode = change.NominatedNode } : change;
                return;
            }

            if (change.IsNothing) return;
            _next.Add(uid, null);
        }

        _running.Enter();
        _ = RunAsync(change);
    }

    private async Task RunAsync(PodStatusChange change)
    {
        await Task.Yield();
        for (var next = change; next is not null; next = TakeNext(change.Pod.Metadata.Uid)) await SendAsync(next);
        _running.Exit();
    }

    private PodStatusChange? TakeNext(string uid)
    {
        lock (_lock)
        {
            if (_next[uid] is not { } next)
            {
                _next.Remove(uid);
                return null;
            }

            _next[uid] = null;
            return next;
        }
    }

    private async Task SendAsync(PodStatusChange change)
    {
        var key = new ObjectKey(change.Pod.Metadata.Namespace, change.Pod.Metadata.Name);
        try
        {
            var patched = await client.PatchAsync<Pod>(key, ObjectPatch.StrategicMerge(change.ToJson(Time.From(time.GetUtcNow()))), "status", cancel);
            if (patched.Error is { IsNotFound: false, IsConflict: false } error) SchedulerLog.StatusNotWritten(log, key, error.Message);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            SchedulerLog.StatusNotWritten(log, key, e.Message);
        }
    }
}
