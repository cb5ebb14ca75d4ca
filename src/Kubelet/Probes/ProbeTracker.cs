using System.Collections.Concurrent;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Events;
using Kybernet.Kubelet.Pods;
using Container = Kybernet.Api.Core.V1.Container;
using ContainerState = Kybernet.Kubelet.Cri.V1.ContainerState;

namespace Kybernet.Kubelet.Probes;

/// <summary>Runs the probes of running containers, one loop for each probe of each container, and keeps what they found.</summary>
/// <remarks>Upstream: kubelet/prober, prober_manager and worker.</remarks>
internal sealed class ProbeTracker(Prober prober, IEventRecorder events, TimeProvider time, Random random) : IProbeResults, IAsyncDisposable
{
    private static readonly TimeSpan s_held = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<(string ContainerId, ProbeKind Kind), Loop> _loops = [];
    private readonly CancellationTokenSource _stopping = new();

    public ProbeResult? Liveness(string containerId) => Result(containerId, ProbeKind.Liveness);

    public ProbeResult? Readiness(string containerId) => Result(containerId, ProbeKind.Readiness);

    public ProbeResult? Startup(string containerId) => Result(containerId, ProbeKind.Startup);

    /// <summary>Probes the containers that run and stops probing those that do not.</summary>
    /// <param name="pod">What is asked for.</param>
    /// <param name="runtime">What there is.</param>
    /// <param name="changed">Called when a result changes.</param>
    /// <param name="isStopping">The pod is being ended: only readiness matters still.</param>
    public void Update(Pod pod, RuntimePod runtime, Action changed, bool isStopping)
    {
        var running = new HashSet<string>(StringComparer.Ordinal);
        foreach (var container in pod.Spec.Containers.Concat(pod.Spec.InitContainers.Where(static container => container.IsSidecar)))
        {
            if (runtime.Find(container.Name) is not { State: ContainerState.ContainerRunning } there) continue;
            running.Add(there.Id);
            Start(pod, container, there, ProbeKind.Readiness, container.ReadinessProbe, changed);
            if (isStopping) continue;
            Start(pod, container, there, ProbeKind.Liveness, container.LivenessProbe, changed);
            Start(pod, container, there, ProbeKind.Startup, container.StartupProbe, changed);
        }

        foreach (var container in runtime.Containers)
            if (!running.Contains(container.Id)) Forget(container.Id);
        if (!isStopping) return;
        foreach (var id in running)
        {
            Forget(id, ProbeKind.Liveness);
            Forget(id, ProbeKind.Startup);
        }
    }

    public void Forget(RuntimePod runtime)
    {
        foreach (var container in runtime.Containers) Forget(container.Id);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_loops.Values.Select(static loop => loop.Running));
        _stopping.Dispose();
    }

    private ProbeResult? Result(string containerId, ProbeKind kind) => _loops.TryGetValue((containerId, kind), out var loop) ? loop.Result : null;

    private void Start(Pod pod, Container container, RuntimeContainer there, ProbeKind kind, Probe? probe, Action changed)
    {
        if (probe is null) return;
        var key = (there.Id, kind);
        if (_loops.TryGetValue(key, out var known))
        {
            // The sandbox may be gone for a moment: the address stays the one the container has.
            var status = pod.Status.PodIP.Length > 0 ? pod.Status : pod.Status with { PodIP = known.Target.Pod.Status.PodIP };
            known.Target = known.Target with { Pod = pod with { Status = status } };
            return;
        }

        var loop = new Loop { Target = new(pod, container, there.Id, there.Status.StartedAt), Changed = changed };
        if (!_loops.TryAdd(key, loop)) return;
        loop.Running = RunAsync(loop, kind, probe, _stopping.Token);
    }

    private void Forget(string containerId)
    {
        foreach (var kind in Enum.GetValues<ProbeKind>()) Forget(containerId, kind);
    }

    private void Forget(string containerId, ProbeKind kind)
    {
        if (_loops.TryRemove((containerId, kind), out var loop)) loop.IsOver = true;
    }

    private async Task RunAsync(Loop loop, ProbeKind kind, Probe probe, CancellationToken cancel)
    {
        await Task.Yield();
        var period = TimeSpan.FromSeconds(Math.Max(1, probe.PeriodSeconds));
        var started = DateTimeOffset.UnixEpoch.AddTicks(loop.Target.StartedAtNanoseconds / 100);
        var wait = started + TimeSpan.FromSeconds(probe.InitialDelaySeconds) - time.GetUtcNow();
        // After a restart of the kubelet all probes would come at once.
        if (wait <= TimeSpan.Zero && time.GetUtcNow() - started > period) wait = period * random.NextDouble() * 0.5;
        var run = 0;
        var last = ProbeResult.Unknown;
        try
        {
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancel);
            while (!loop.IsOver)
            {
                if (MayRun(loop.Target.ContainerId, kind) && HasAddress(loop.Target, probe))
                {
                    var (result, message) = await ProbeAsync(loop.Target, kind, probe, cancel);
                    if (loop.IsOver) return;
                    if (result == ProbeResult.Unknown)
                    {
                        // The probe itself could not run, as when the runtime starts again: it says nothing of the container.
                        await Task.Delay(period, time, cancel);
                        continue;
                    }

                    if (result == ProbeResult.Failure) Say(loop.Target, $"{kind} probe failed: {message}");
                    (run, last) = result == last ? (run + 1, last) : (1, result);
                    if (run >= Threshold(probe, result)) Settle(loop, result);
                    // A container that failed is restarted; what was counted is of the old one.
                    if (kind is ProbeKind.Liveness or ProbeKind.Startup && loop.Result == ProbeResult.Failure) return;
                    if (kind == ProbeKind.Startup && loop.Result == ProbeResult.Success) return;
                }

                var isHeld = !MayRun(loop.Target.ContainerId, kind) || !HasAddress(loop.Target, probe);
                await Task.Delay(isHeld ? s_held : period, time, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The kubelet stops.
        }
    }

    /// <summary>Until the startup probe has succeeded the others wait.</summary>
    private bool MayRun(string containerId, ProbeKind kind) =>
        kind == ProbeKind.Startup || !_loops.TryGetValue((containerId, ProbeKind.Startup), out var startup) || startup.Result == ProbeResult.Success;

    /// <summary>A probe over the network waits for the pod's address.</summary>
    private static bool HasAddress(ProbeTarget target, Probe probe) =>
        probe.Exec is not null || target.Pod.Status.PodIP.Length > 0 || probe.HttpGet?.Host.Length > 0 || probe.TcpSocket?.Host.Length > 0;

    /// <summary>Up to three times at once: one hiccup of the prober itself is no failure.</summary>
    private async Task<(ProbeResult Result, string Message)> ProbeAsync(
        ProbeTarget target, ProbeKind kind, Probe probe, CancellationToken cancel)
    {
        var answer = (Result: ProbeResult.Unknown, Message: "");
        for (var i = 0; i < 3 && answer.Result == ProbeResult.Unknown; i++) answer = await prober.ProbeAsync(target, probe, cancel);
        if (answer.Result == ProbeResult.Unknown) Say(target, $"{kind} probe errored and resulted in unknown state: {answer.Message}");
        return answer;
    }

    private static int Threshold(Probe probe, ProbeResult result) =>
        Math.Max(1, result == ProbeResult.Success ? probe.SuccessThreshold : probe.FailureThreshold);

    private static void Settle(Loop loop, ProbeResult result)
    {
        if (loop.Result == result) return;
        loop.Result = result;
        loop.Changed();
    }

    private void Say(ProbeTarget target, string message) =>
        events.Record(target.Pod, target.Pod.PathOf(target.Container.Name), EventTypes.Warning, "Unhealthy", message);

    private sealed class Loop
    {
        private volatile ProbeTarget _target = null!;
        private volatile int _result = -1;
        private volatile bool _isOver;

        public required ProbeTarget Target { get => _target; set => _target = value; }

        public required Action Changed { get; init; }

        public Task Running { get; set; } = Task.CompletedTask;

        public bool IsOver { get => _isOver; set => _isOver = value; }

        public ProbeResult? Result { get => _result < 0 ? null : (ProbeResult)_result; set => _result = value is { } given ? (int)given : -1; }
    }
}
