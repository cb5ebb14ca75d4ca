using System.Threading.Channels;
using Kybernet.Api.Core.V1;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.Status;
using Kybernet.Machinery.Values;

namespace Kybernet.Kubelet.PodWorkers;

/// <summary>
/// Looks after one pod: one loop that is woken by changes of the pod, of its containers and of its probes, and never does two things at once.
/// Syncing until the pod is to end, then terminating until nothing runs, then terminated until nothing is left.
/// </summary>
/// <remarks>Upstream: kubelet, pod_workers, SyncPod, SyncTerminatingPod and SyncTerminatedPod.</remarks>
internal sealed class PodWorker(string uid, PodParts parts)
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(2);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly StatusWriter _status = new(parts.Client);

    // Guards the four below. Taken alone.
    private readonly Lock _lock = new();
    private Pod? _pod;
    private bool _isRemoved;
    private long? _graceInForce;
    private CancellationTokenSource? _operation;

    private IReadOnlyDictionary<string, StartFailure> _failures = new Dictionary<string, StartFailure>();
    private PodStatus? _told;
    private StartFailure? _failure;
    private bool _isTerminating;
    private bool _isAdmitted;

    /// <summary>The pod as it was last told; null when only the runtime knows it.</summary>
    public Pod? Pod
    {
        get
        {
            lock (_lock) return _pod;
        }
    }

    /// <summary>The pod with the status that was computed last.</summary>
    public Pod? Current => Pod is { } pod ? _told is { } status ? pod with { Status = status } : pod : null;

    public PodWorkerState State { get; private set; }

    /// <summary>What is running. Awaited by the owner.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>The API server has the pod so.</summary>
    public void Update(Pod pod)
    {
        lock (_lock)
        {
            _pod = pod;
            // Whatever is under way, a pull, a long stop, is given up when the pod is to end sooner.
            var grace = pod.IsBeingDeleted() ? pod.GracePeriodSeconds : (long?)null;
            if (grace is not null && (_graceInForce is null || grace < _graceInForce)) _operation?.Cancel();
            _graceInForce = grace;
        }

        Wake();
    }

    /// <summary>The API server does not have the pod any more.</summary>
    public void Remove()
    {
        lock (_lock)
        {
            if (_isRemoved) return;
            _isRemoved = true;
            if (_graceInForce is null) _operation?.Cancel();
        }

        Wake();
    }

    /// <summary>Works until nothing is left of the pod.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        // The first word of the pod: before it nothing is known of it.
        await _wake.Reader.ReadAsync(cancel);
        while (State != PodWorkerState.Finished)
        {
            TimeSpan? next;
            var operation = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            lock (_lock) _operation = operation;
            try
            {
                next = await StepAsync(operation.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                next = TimeSpan.Zero;
            }
            catch (Exception e) when (!cancel.IsCancellationRequested)
            {
                KubeletLog.SyncThrew(parts.Log, Pod?.FullName ?? uid, e);
                next = s_retry;
            }
            finally
            {
                lock (_lock) _operation = null;
                operation.Dispose();
            }

            if (State != PodWorkerState.Finished && next != TimeSpan.Zero) await WaitAsync(next, cancel);
        }
    }

    private async Task WaitAsync(TimeSpan? longest, CancellationToken cancel)
    {
        var wait = longest is { } given && given < parts.Options.SyncFrequency ? given : parts.Options.SyncFrequency;
        using var limit = new CancellationTokenSource(wait, parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            await _wake.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The wait is over.
        }
    }

    /// <returns>When to look again: zero for at once, null for when something happens.</returns>
    private async Task<TimeSpan?> StepAsync(CancellationToken cancel)
    {
        var (pod, isRemoved) = Snapshot();
        if (!_isTerminating && State == PodWorkerState.Syncing) _isTerminating = isRemoved || pod is null || pod.IsBeingDeleted() || pod.IsTerminal;
        if (!_isTerminating) return await SyncAsync(pod!, cancel);
        if (State != PodWorkerState.Terminated) await TerminateAsync(pod, cancel);
        // What is over and not deleted stays to be looked at: its logs, its exit codes.
        if (!isRemoved && pod is not null && !pod.IsBeingDeleted()) return null;
        return await RemoveAsync(pod, isRemoved, cancel);
    }

    private (Pod? Pod, bool IsRemoved) Snapshot()
    {
        lock (_lock) return (_pod, _isRemoved);
    }

    private async Task<TimeSpan?> SyncAsync(Pod pod, CancellationToken cancel)
    {
        var there = await parts.Reader.ReadAsync(uid, cancel);
        parts.Probes.Update(Addressed(pod, there), there, Wake, isStopping: false);
        _failure = Deadline(pod, out var untilDeadline) ?? await AdmitAsync(pod, there, cancel);
        var status = Generate(pod, there, isTerminal: false);
        await TellAsync(pod, status, cancel);
        if (status.Phase is PodPhase.Succeeded or PodPhase.Failed)
        {
            _isTerminating = true;
            return TimeSpan.Zero;
        }

        var actions = PodPlan.Compute(pod, there, parts.Probes);
        var outcome = await parts.Syncer.SyncAsync(pod, there, actions, cancel);
        foreach (var (container, failure) in outcome.Failures) parts.Reasons[(uid, container)] = failure;
        foreach (var container in outcome.Started) parts.Reasons.TryRemove((uid, container), out _);
        _failures = parts.Reasons.Where(reason => reason.Key.Uid == uid)
            .ToDictionary(reason => reason.Key.Container, reason => reason.Value, StringComparer.Ordinal);
        if (outcome.Error.Length > 0)
        {
            KubeletLog.SyncFailed(parts.Log, pod.FullName, outcome.Error);
            return s_retry;
        }

        if (outcome.HasActed) return TimeSpan.Zero;
        if (outcome.Failures.Count > 0) await TellAsync(pod, Generate(pod, there, isTerminal: false), cancel);
        return Sooner(outcome.RetryAfter, untilDeadline);
    }

    /// <summary>Ends everything that runs, then tells how it ended.</summary>
    private async Task TerminateAsync(Pod? pod, CancellationToken cancel)
    {
        State = PodWorkerState.Terminating;
        var there = await parts.Reader.ReadAsync(uid, cancel);
        if (pod is not null)
        {
            parts.Probes.Update(Addressed(pod, there), there, Wake, isStopping: true);
            await TellAsync(pod, Generate(pod, there, isTerminal: false), cancel);
        }

        await parts.Stopper.StopPodAsync(pod, there, pod?.GracePeriodSeconds ?? 1, cancel);
        there = await parts.Reader.ReadAsync(uid, cancel);
        if (there.HasRunning) throw new InvalidOperationException($"containers of pod {uid} still run after they were stopped");
        parts.Probes.Forget(there);
        if (pod is not null)
        {
            _failures = new Dictionary<string, StartFailure>();
            await TellAsync(pod, Generate(pod, there, isTerminal: true), cancel);
        }

        parts.Volumes.TearDown(uid);
        if (parts.Options.CgroupsPerQos) parts.Cgroups.RemovePod(uid);
        parts.Admission.Forget(uid);
        State = PodWorkerState.Terminated;
    }

    /// <summary>Removes all that is left on the node, then the pod itself.</summary>
    private async Task<TimeSpan?> RemoveAsync(Pod? pod, bool isRemoved, CancellationToken cancel)
    {
        var there = await parts.Reader.ReadAsync(uid, cancel);
        foreach (var container in there.Containers) await parts.Runtime.RemoveContainerAsync(container.Id, cancel);
        foreach (var sandbox in there.Sandboxes) await parts.Runtime.RemovePodSandboxAsync(sandbox.Id, cancel);
        parts.Volumes.Remove(uid);
        parts.Tokens.Forget(uid);
        parts.BackOffs.ForgetAll(pod?.Metadata.Uid ?? uid);
        foreach (var key in parts.Reasons.Keys.Where(key => key.Uid == uid)) parts.Reasons.TryRemove(key, out _);
        if (pod is not null && Directory.Exists(parts.Paths.Logs(pod, uid))) Directory.Delete(parts.Paths.Logs(pod, uid), recursive: true);
        if (isRemoved || pod is null)
        {
            State = PodWorkerState.Finished;
            return null;
        }

        if (await _status.DeleteAsync(pod, cancel) is { } error)
        {
            KubeletLog.StatusFailed(parts.Log, pod.FullName, error.Message);
            return s_retry;
        }

        return null;
    }

    private PodStatus Generate(Pod pod, RuntimePod there, bool isTerminal) => PodStatuses.Generate(
        new(pod, there, _told ?? pod.Status, parts.Probes, parts.Node.Current, Time.From(parts.Time.GetUtcNow()))
        {
            Failures = _failures,
            IsTerminal = isTerminal,
            Failure = _failure,
        });

    private async Task TellAsync(Pod pod, PodStatus status, CancellationToken cancel)
    {
        _told = status;
        if (await _status.WriteAsync(pod, status, cancel) is { } error) KubeletLog.StatusFailed(parts.Log, pod.FullName, error.Message);
    }

    /// <summary>The pod with the address it has, which the API server may not know yet.</summary>
    private Pod Addressed(Pod pod, RuntimePod there)
    {
        var ips = pod.Spec.HostNetwork ? parts.Node.Current.Addresses : there.Ips;
        return ips.Count == 0 ? pod : pod with { Status = pod.Status with { PodIP = ips[0] } };
    }

    /// <summary>Asks once whether the node takes the pod. What has containers here was taken before.</summary>
    private async Task<StartFailure?> AdmitAsync(Pod pod, RuntimePod there, CancellationToken cancel)
    {
        if (_isAdmitted) return null;
        var refusal = await parts.Admission.AdmitAsync(pod, isTaken: there.Sandboxes.Count > 0, cancel);
        _isAdmitted = refusal is null;
        if (refusal is null) return null;
        parts.Events.Record(pod, EventTypes.Warning, refusal.Reason, refusal.Message);
        return refusal with { Message = $"Pod was rejected: {refusal.Message}" };
    }

    private StartFailure? Deadline(Pod pod, out TimeSpan? left)
    {
        left = null;
        var start = _told?.StartTime ?? pod.Status.StartTime;
        if (pod.Spec.ActiveDeadlineSeconds is not { } seconds || start is not { } since) return null;
        left = since.ToDateTimeOffset() + TimeSpan.FromSeconds(seconds) - parts.Time.GetUtcNow();
        if (left > TimeSpan.Zero) return null;
        const string Message = "Pod was active on the node longer than the specified deadline";
        parts.Events.Record(pod, EventTypes.Normal, "DeadlineExceeded", Message);
        return new("DeadlineExceeded", Message);
    }

    private static TimeSpan? Sooner(TimeSpan? a, TimeSpan? b) => a is null ? b : b is null || a < b ? a : b;
}
