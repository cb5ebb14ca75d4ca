using Kybernet.Api.Core.V1;
using Kybernet.Client.Events;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Environment;
using Kybernet.Kubelet.Images;

namespace Kybernet.Kubelet.Pods;

/// <summary>Starts a container: image, configuration, create, start, postStart hook.</summary>
/// <remarks>Upstream: kuberuntime, startContainer and doBackOff.</remarks>
internal sealed class ContainerStarter(
    IRuntimeService runtime, IImageService images, ImagePuller puller, ContainerMounts mounts, LifecycleHooks hooks, IEventRecorder events,
    NodePaths paths, BackOffs backOffs)
{
    /// <param name="run">The pod.</param>
    /// <param name="container">Of the pod.</param>
    /// <param name="targetContainer">The container whose processes an ephemeral one sees; empty for none.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Null when it runs.</returns>
    public async Task<StartFailure?> StartAsync(PodRun run, Container container, string targetContainer, CancellationToken cancel)
    {
        if (BackOff(run, container) is { } waiting) return waiting;
        var pod = run.Pod;
        var (reference, failure) = await puller.EnsureAsync(pod, container, run.SandboxConfig, cancel);
        if (failure is not null) return failure;

        var before = run.Runtime.Find(container.Name);
        var restartCount = before is null ? CountLogs(run, container) : before.RestartCount + 1;
        string id;
        try
        {
            var variables = await ContainerVariables.MakeAsync(run.Sources, container, cancel);
            Directory.CreateDirectory(paths.Logs(pod, run.Uid, container.Name));
            var config = ContainerConfigs.For(new(pod, container, run.Sources.Node)
            {
                RestartCount = restartCount,
                ImageRef = reference,
                Image = await images.ImageStatusAsync(reference, cancel),
                Variables = variables,
                Mounts = mounts.Make(run, container, variables, restartCount),
            });
            Target(config, run, targetContainer);
            id = await runtime.CreateContainerAsync(run.SandboxId, config, run.SandboxConfig, cancel);
        }
        catch (Exception e) when (e is ConfigException or IOException or System.ComponentModel.Win32Exception)
        {
            events.Record(pod, pod.PathOf(container.Name), EventTypes.Warning, "Failed", $"Error: {e.Message}");
            return new("CreateContainerConfigError", e.Message);
        }
        catch (CriException e)
        {
            events.Record(pod, pod.PathOf(container.Name), EventTypes.Warning, "Failed", $"Error: {e.Detail}");
            return new("CreateContainerError", e.Detail);
        }

        events.Record(pod, pod.PathOf(container.Name), EventTypes.Normal, "Created", "Container created");
        return await RunAsync(run, container, id, cancel);
    }

    private async Task<StartFailure?> RunAsync(PodRun run, Container container, string id, CancellationToken cancel)
    {
        try
        {
            await runtime.StartContainerAsync(id, cancel);
        }
        catch (CriException e)
        {
            events.Record(run.Pod, run.Pod.PathOf(container.Name), EventTypes.Warning, "Failed", $"Error: {e.Detail}");
            return new("RunContainerError", e.Detail);
        }

        events.Record(run.Pod, run.Pod.PathOf(container.Name), EventTypes.Normal, "Started", "Container started");
        if (container.Lifecycle?.PostStart is not { } hook) return null;
        var wrong = await hooks.RunAsync(run.Pod, container, id, hook, "PostStart", run.PodIps, cancel);
        if (wrong is null) return null;
        events.Record(run.Pod, run.Pod.PathOf(container.Name), EventTypes.Warning, "FailedPostStartHook", "PostStartHook failed");
        events.Record(run.Pod, run.Pod.PathOf(container.Name), EventTypes.Normal, "Killing", "FailedPostStartHook");
        await runtime.StopContainerAsync(id, run.Pod.GracePeriodSeconds, cancel);
        return new("PostStartHookError", wrong);
    }

    private StartFailure? BackOff(PodRun run, Container container)
    {
        var ended = run.Runtime.Containers.FirstOrDefault(there => there.Name == container.Name && there.State == Cri.V1.ContainerState.ContainerExited);
        if (ended is null) return null;
        var pod = run.Pod;
        var key = $"{pod.Metadata.Uid}_{container.Name}_{ContainerHash.Of(container)}";
        if (backOffs.Remaining(key) is { } left)
        {
            events.Record(
                pod, pod.PathOf(container.Name), EventTypes.Warning, "BackOff", $"Back-off restarting failed container {container.Name} in pod {pod.FullName}");
            var wait = Machinery.Values.Duration.From(backOffs.Wait(key));
            return new("CrashLoopBackOff", $"back-off {wait} restarting failed container={container.Name} pod={pod.FullName}") { RetryAfter = left };
        }

        backOffs.NextSince(key, ended.FinishedAt.ToDateTimeOffset(), "");
        return null;
    }

    private static void Target(Cri.V1.ContainerConfig config, PodRun run, string targetContainer)
    {
        if (targetContainer.Length == 0 || run.Runtime.Find(targetContainer) is not { } target) return;
        var namespaces = config.Linux.SecurityContext.NamespaceOptions;
        if (namespaces.Pid != Cri.V1.NamespaceMode.Container) return;
        namespaces.Pid = Cri.V1.NamespaceMode.Target;
        namespaces.TargetId = target.Id;
    }

    /// <summary>How often the container ran before the runtime forgot it: it left a log each time.</summary>
    private int CountLogs(PodRun run, Container container)
    {
        var directory = paths.Logs(run.Pod, run.Uid, container.Name);
        return Directory.Exists(directory) ? Directory.EnumerateFiles(directory, "*.log").Count() : 0;
    }
}
