using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Objects;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Queue;

/// <summary>
/// The pods without a node: those to be tried now (active), those that wait out a back-off, those that wait for an event that may help them
/// (unschedulable), and those that a plugin holds (gated). Of the scheduling loop alone, so it has no lock.
/// </summary>
/// <remarks>
/// Upstream: <c>backend/queue/scheduling_queue.go</c>. A scheduling cycle is not interrupted by events here, so there is no book of events
/// that came during one (upstream's in-flight events): an event comes before the cycle or after its end.
/// </remarks>
public sealed class SchedulingQueue
{
    private readonly SchedulingQueueOptions _options;
    private readonly HintMap _hints;
    private readonly Func<Pod, PluginStatus?> _preEnqueue;
    private readonly Action<string, string> _entered;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, QueuedPod> _pods = [];
    private readonly HashSet<QueuedPod> _unschedulable = [];
    private readonly PodHeap _active;
    private readonly PodHeap _backoff;
    private readonly PodHeap _errorBackoff;
    private long _sequence;
    private DateTimeOffset _nextSweep;

    /// <param name="options">Times.</param>
    /// <param name="compare">The profiles' QueueSort plugin.</param>
    /// <param name="hints">Which events help whom.</param>
    /// <param name="preEnqueue">Runs the PreEnqueue plugins of the pod's profile; null for none that objects.</param>
    /// <param name="entered">Is told which queue a pod enters, and by what event.</param>
    /// <param name="time">Time.</param>
    public SchedulingQueue(
        SchedulingQueueOptions options, Comparison<QueuedPod> compare, HintMap hints, Func<Pod, PluginStatus?> preEnqueue,
        Action<string, string> entered, TimeProvider time)
    {
        _options = options;
        _hints = hints;
        _preEnqueue = preEnqueue;
        _entered = entered;
        _time = time;
        int Sorted(QueuedPod left, QueuedPod right) => compare(left, right) is not 0 and var order ? order : left.Sequence.CompareTo(right.Sequence);
        int ByEnd(QueuedPod left, QueuedPod right) =>
            options.Backoff.EndOf(left).CompareTo(options.Backoff.EndOf(right)) is not 0 and var order ? order : Sorted(left, right);
        _active = new(Sorted);
        _backoff = new(ByEnd);
        _errorBackoff = new(ByEnd);
    }

    public int ActiveCount => _active.Count;

    public int BackoffCount => _backoff.Count + _errorBackoff.Count;

    public int UnschedulableCount { get; private set; }

    public int GatedCount { get; private set; }

    public IEnumerable<QueuedPod> Unschedulable => _unschedulable;

    public QueuedPod? Find(string uid) => _pods.GetValueOrDefault(uid);

    /// <summary>Adds a pod that was not here before.</summary>
    public void Add(PodInfo pod)
    {
        if (_pods.ContainsKey(pod.Uid)) return;
        var queued = new QueuedPod(pod, _time.GetUtcNow(), _sequence++);
        _pods.Add(pod.Uid, queued);
        Activate(queued, "UnscheduledPodAdd");
    }

    /// <summary>Replaces the pod, which may help it itself.</summary>
    public void Update(Pod old, PodInfo pod)
    {
        if (!_pods.TryGetValue(pod.Uid, out var queued))
        {
            Add(pod);
            return;
        }

        queued.Info = pod;
        queued.Heap?.Update(queued);
        if (queued.Place is not (QueuePlace.Unschedulable or QueuePlace.Gated)) return;
        foreach (var happened in PodChanges.Of(old, pod.Pod))
        {
            if (queued.Place == QueuePlace.Gated && !_hints.Listens(pod.Pod.Spec.SchedulerName, queued.GatingPlugin, happened)) continue;
            if (_hints.Judge(queued, happened, old, pod.Pod) is not QueueingStrategy.Skip and var strategy) Requeue(queued, strategy, happened.ToString());
            if (queued.Place is not (QueuePlace.Unschedulable or QueuePlace.Gated)) return;
        }
    }

    public void Remove(string uid)
    {
        if (_pods.Remove(uid, out var queued)) Leave(queued);
    }

    /// <summary>The next pod to try, or null. It stays known until it is removed or given back.</summary>
    /// <remarks>When nobody else waits, pods that wait out a back-off for being rejected are tried early; after an error the wait is a must.</remarks>
    public QueuedPod? Pop()
    {
        Flush();
        var heap = _active.Count > 0 ? _active : _backoff;
        if (heap.Count == 0) return null;
        var pod = heap.Pop();
        pod.Place = QueuePlace.None;
        pod.Attempts++;
        pod.FirstAttempt ??= _time.GetUtcNow();
        return pod;
    }

    /// <summary>Takes back a pod that was tried in vain; its plugins that rejected it are set.</summary>
    public void AddUnschedulable(QueuedPod pod)
    {
        if (pod.Place != QueuePlace.None || !_pods.ContainsKey(pod.Info.Uid)) return;
        if (pod.HasRejectors)
        {
            pod.UnschedulableCount++;
            pod.ConsecutiveErrors = 0;
        }
        else
        {
            pod.ConsecutiveErrors++;
        }

        pod.Timestamp = _time.GetUtcNow();
        pod.BackoffEnd = null;
        pod.WasFlushed = false;
        if (pod.HasRejectors) Hold(pod, QueuePlace.Unschedulable, "ScheduleAttemptFailure");
        else Requeue(pod, QueueingStrategy.AfterBackoff, "ScheduleAttemptFailure");
    }

    /// <summary>Brings back the pods that the event may help.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="old">The object before; null when it was added.</param>
    /// <param name="now">The object after; null when it was deleted.</param>
    /// <param name="isFor">Null for all pods.</param>
    public void Move(ClusterEvent happened, IObject? old, IObject? now, Func<Pod, bool>? isFor = null)
    {
        if (_unschedulable.Count == 0 || !_hints.IsInteresting(happened)) return;
        foreach (var pod in _unschedulable.ToArray())
        {
            if (isFor is not null && !isFor(pod.Pod)) continue;
            if (pod.Place == QueuePlace.Gated && !_hints.Listens(pod.Pod.Spec.SchedulerName, pod.GatingPlugin, happened)) continue;
            if (_hints.Judge(pod, happened, old, now) is not QueueingStrategy.Skip and var strategy) Requeue(pod, strategy, happened.ToString());
        }
    }

    /// <summary>Brings back a pod that a plugin holds, in case it holds it no more.</summary>
    /// <param name="uid">The pod's.</param>
    /// <param name="isForced">Bring back a pod too that waits for events: none may come. Upstream: <c>Activate</c>.</param>
    public void Retry(string uid, bool isForced)
    {
        if (!_pods.TryGetValue(uid, out var pod)) return;
        if (pod.Place == QueuePlace.Gated || (isForced && pod.Place == QueuePlace.Unschedulable))
            Requeue(pod, QueueingStrategy.AfterBackoff, "ForceActivate");
    }

    /// <summary>When something is to be done without any event; null for never.</summary>
    public DateTimeOffset? NextWake()
    {
        if (_active.Count > 0 || _backoff.Count > 0) return DateTimeOffset.MinValue;
        DateTimeOffset? next = _errorBackoff.TryPeek(out var error) ? _options.Backoff.ReadyAt(error) : null;
        foreach (var pod in _unschedulable)
        {
            if (pod.Place != QueuePlace.Unschedulable) continue;
            var end = pod.Timestamp + _options.LongestUnschedulable;
            if (end < _nextSweep) end = _nextSweep;
            if (next is null || end < next) next = end;
        }

        return next;
    }

    private void Flush()
    {
        var now = _time.GetUtcNow();
        Flush(_backoff, now);
        Flush(_errorBackoff, now);
        if (_unschedulable.Count == 0 || now < _nextSweep) return;
        _nextSweep = now + _options.SweepPeriod;
        foreach (var pod in _unschedulable.ToArray())
        {
            if (pod.Place != QueuePlace.Unschedulable || now - pod.Timestamp < _options.LongestUnschedulable) continue;
            pod.WasFlushed = true;
            Requeue(pod, QueueingStrategy.AfterBackoff, ClusterEvent.UnschedulableTimeout.ToString());
        }
    }

    private void Flush(PodHeap heap, DateTimeOffset now)
    {
        while (heap.TryPeek(out var pod) && !_options.Backoff.IsWaiting(pod, now))
        {
            heap.Pop();
            pod.Place = QueuePlace.None;
            Activate(pod, "BackoffComplete");
        }
    }

    private void Requeue(QueuedPod pod, QueueingStrategy strategy, string why)
    {
        if (strategy == QueueingStrategy.Immediately || !_options.Backoff.IsWaiting(pod, _time.GetUtcNow()))
        {
            Activate(pod, why);
            return;
        }

        if (Gate(pod, why)) return;
        Leave(pod);
        (pod.HasRejectors ? _backoff : _errorBackoff).Add(pod);
        pod.Place = QueuePlace.Backoff;
        _entered("backoff", why);
    }

    private void Activate(QueuedPod pod, string why)
    {
        if (Gate(pod, why)) return;
        Leave(pod);
        pod.FirstAttempt ??= _time.GetUtcNow();
        _active.Add(pod);
        pod.Place = QueuePlace.Active;
        _entered("active", why);
    }

    private bool Gate(QueuedPod pod, string why)
    {
        if (_preEnqueue(pod.Pod) is not { } held)
        {
            pod.GatingPlugin = "";
            return false;
        }

        pod.GatingPlugin = held.Plugin;
        if (!pod.UnschedulablePlugins.Contains(held.Plugin)) pod.UnschedulablePlugins = new HashSet<string>(pod.UnschedulablePlugins) { held.Plugin };
        Hold(pod, QueuePlace.Gated, why);
        return true;
    }

    private void Hold(QueuedPod pod, QueuePlace place, string why)
    {
        if (pod.Place == place) return;
        Leave(pod);
        _unschedulable.Add(pod);
        pod.Place = place;
        if (place == QueuePlace.Gated) GatedCount++;
        else UnschedulableCount++;
        _entered(place == QueuePlace.Gated ? "gated" : "unschedulable", why);
    }

    private void Leave(QueuedPod pod)
    {
        pod.Heap?.Remove(pod);
        if (pod.Place == QueuePlace.Gated) GatedCount--;
        if (pod.Place == QueuePlace.Unschedulable) UnschedulableCount--;
        _unschedulable.Remove(pod);
        pod.Place = QueuePlace.None;
    }
}
