using Kybernet.Api.Core.V1;
using Kybernet.Client.Events;
using Kybernet.Kubelet.Cri;
using Container = Kybernet.Api.Core.V1.Container;
using ContainerState = Kybernet.Kubelet.Cri.V1.ContainerState;

namespace Kybernet.Kubelet.Pods;

/// <summary>Stops containers: preStop hook, stop signal, and SIGKILL when the grace period is over.</summary>
/// <remarks>Upstream: kuberuntime, killContainer and killPodWithSyncResult.</remarks>
internal sealed class ContainerStopper(IRuntimeService runtime, LifecycleHooks hooks, IEventRecorder events, TimeProvider time)
{
    // Always some time to end well.
    private const long ShortestGracePeriodSeconds = 2;

    /// <summary>Stops all containers of the pod and its sandboxes.</summary>
    /// <param name="pod">Null when nothing but the runtime knows it still.</param>
    /// <param name="there">What is to be stopped.</param>
    /// <param name="gracePeriodSeconds">Instead of the pod's own; null for the pod's.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task StopPodAsync(Pod? pod, RuntimePod there, long? gracePeriodSeconds, CancellationToken cancel)
    {
        var running = there.Containers.Where(container => container.State is ContainerState.ContainerRunning or ContainerState.ContainerUnknown).ToList();
        var ordinary = running.Where(container => SidecarOf(pod, container) is null);
        await Task.WhenAll(ordinary.Select(container => StopAsync(pod, container, there, gracePeriodSeconds, cancel)));
        // Sidecars end after the containers they serve, the last one first.
        foreach (var sidecar in running.Where(container => SidecarOf(pod, container) is not null)
            .OrderByDescending(container => pod!.Spec.InitContainers.IndexOf(SidecarOf(pod, container)!)))
            await StopAsync(pod, sidecar, there, gracePeriodSeconds, cancel);
        foreach (var sandbox in there.Sandboxes) await runtime.StopPodSandboxAsync(sandbox.Id, cancel);
    }

    public async Task StopAsync(Pod pod, ContainerToKill container, RuntimePod there, CancellationToken cancel)
    {
        var probe = container.Reason switch
        {
            KillReason.LivenessProbe => container.Container.LivenessProbe,
            KillReason.StartupProbe => container.Container.StartupProbe,
            _ => null,
        };
        var grace = pod.Metadata.DeletionGracePeriodSeconds ?? probe?.TerminationGracePeriodSeconds ?? pod.GracePeriodSeconds;
        await StopAsync(pod, container.Container, container.Id, container.Message, grace, there.Ips, cancel);
    }

    private Task StopAsync(Pod? pod, RuntimeContainer container, RuntimePod there, long? gracePeriodSeconds, CancellationToken cancel)
    {
        var spec = pod?.AllContainers.FirstOrDefault(candidate => candidate.Name == container.Name);
        var own = long.TryParse(container.Annotation(PodLabels.TerminationGracePeriod), out var written) ? written : 30;
        var grace = gracePeriodSeconds ?? pod?.GracePeriodSeconds ?? own;
        return StopAsync(pod, spec, container.Id, $"Stopping container {container.Name}", grace, there.Ips, cancel);
    }

    private async Task StopAsync(
        Pod? pod, Container? spec, string id, string message, long gracePeriodSeconds, IReadOnlyList<string> podIps, CancellationToken cancel)
    {
        if (pod is not null) events.Record(pod, spec is null ? "" : pod.PathOf(spec.Name), EventTypes.Normal, "Killing", message);
        var left = gracePeriodSeconds;
        if (pod is not null && spec?.Lifecycle?.PreStop is { } hook && left > 0)
            left -= await RunPreStopAsync(pod, spec, id, hook, left, podIps, cancel);
        try
        {
            await runtime.StopContainerAsync(id, Math.Max(left, ShortestGracePeriodSeconds), cancel);
        }
        catch (CriException e) when (e.IsNotFound)
        {
            // It is gone, as it should be.
        }
    }

    /// <returns>How many seconds of the grace period the hook took.</returns>
    private async Task<long> RunPreStopAsync(
        Pod pod, Container spec, string id, LifecycleHandler hook, long gracePeriodSeconds, IReadOnlyList<string> podIps, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(gracePeriodSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            if (await hooks.RunAsync(pod, spec, id, hook, "PreStop", podIps, either.Token) is not null)
                events.Record(pod, pod.PathOf(spec.Name), EventTypes.Warning, "FailedPreStopHook", "PreStopHook failed");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            events.Record(pod, pod.PathOf(spec.Name), EventTypes.Warning, "FailedPreStopHook", "PreStopHook failed");
        }

        return (long)time.GetElapsedTime(start).TotalSeconds;
    }

    private static Container? SidecarOf(Pod? pod, RuntimeContainer container) =>
        pod?.Spec.InitContainers.FirstOrDefault(candidate => candidate.Name == container.Name && candidate.IsSidecar);
}
