using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Kubelet.Cgroups;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Environment;
using Kybernet.Kubelet.Volumes;
using RuntimeClass = Kybernet.Api.Node.V1.RuntimeClass;

namespace Kybernet.Kubelet.Pods;

/// <summary>Brings a pod's volumes, sandbox and containers to what the pod asks for, as far as it can now.</summary>
/// <remarks>Upstream: kubelet, SyncPod; kuberuntime, SyncPod.</remarks>
internal sealed class PodSyncer(
    KubeletOptions options, IRuntimeService runtime, IClient client, ILister<Service> services, INodeFacts node, SandboxConfigs sandboxes,
    ContainerStarter starter, ContainerStopper stopper, VolumeSetter volumes, ServiceAccountTokens tokens, CgroupTree cgroups, NodePaths paths,
    IEventRecorder events)
{
    /// <param name="pod">Not being deleted.</param>
    /// <param name="there">What the runtime has.</param>
    /// <param name="actions">What the plan says.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<SyncOutcome> SyncAsync(Pod pod, RuntimePod there, PodActions actions, CancellationToken cancel)
    {
        var uid = pod.RuntimeUid;
        var isKilled = actions.KillPod && !actions.CreateSandbox;
        if (actions.KillPod) await stopper.StopPodAsync(pod, there, null, cancel);
        else await Task.WhenAll(actions.ContainersToKill.Select(container => stopper.StopAsync(pod, container, there, cancel)));
        if (isKilled) return new(there.HasRunning || there.ReadySandbox is not null);

        if (options.CgroupsPerQos) cgroups.CreatePod(pod, uid);
        var facts = node.Current;
        var links = ServiceVariables.For(pod.Metadata.Namespace, pod.Spec.EnableServiceLinks ?? true, services.List());
        var ips = pod.Spec.HostNetwork ? facts.Addresses : there.Ips;
        var sources = new VariableSources(pod, ips, facts, links, new(client, pod.Metadata.Namespace));
        IReadOnlyDictionary<string, MountedVolume> mounted;
        try
        {
            mounted = await volumes.SetUpAsync(pod, uid, new(sources, tokens), cancel);
        }
        catch (VolumeException e)
        {
            events.Record(pod, EventTypes.Warning, "FailedMount", e.Message);
            return new(false) { Error = e.Message };
        }

        if (actions.IsNothing) return new(false);
        var config = sandboxes.For(pod, actions.Attempt);
        var sandboxId = actions.SandboxId;
        if (actions.CreateSandbox)
        {
            try
            {
                Directory.CreateDirectory(paths.Logs(pod, uid));
                sandboxId = await runtime.RunPodSandboxAsync(config, await HandlerAsync(pod, cancel), cancel);
            }
            catch (Exception e) when (e is CriException or ConfigException)
            {
                events.Record(pod, EventTypes.Warning, "FailedCreatePodSandBox", $"Failed to create pod sandbox: {e.Message}");
                return new(false) { Error = $"failed to \"CreatePodSandbox\": {e.Message}" };
            }

            var status = await runtime.PodSandboxStatusAsync(sandboxId, cancel);
            if (!pod.Spec.HostNetwork && status?.Network is { Ip.Length: > 0 } network) ips = [network.Ip, .. network.AdditionalIps.Select(ip => ip.Ip)];
            // Before, the pod's addresses were not known.
            sources = sources with { PodIps = ips };
            mounted = await RefreshAsync(pod, uid, sources, mounted, cancel);
        }

        return await StartAsync(new(pod, there, sandboxId!, config, ips, mounted, sources), actions, cancel);
    }

    /// <summary>Files that show the pod's addresses are written again when these are known.</summary>
    private async Task<IReadOnlyDictionary<string, MountedVolume>> RefreshAsync(
        Pod pod, string uid, VariableSources sources, IReadOnlyDictionary<string, MountedVolume> mounted, CancellationToken cancel) =>
        pod.Spec.Volumes.Any(static volume => volume.DownwardAPI is not null || volume.Projected is not null)
            ? await volumes.SetUpAsync(pod, uid, new(sources, tokens), cancel)
            : mounted;

    /// <summary>What the runtime calls the pod's runtime class; empty for its default.</summary>
    private async Task<string> HandlerAsync(Pod pod, CancellationToken cancel)
    {
        if (pod.Spec.RuntimeClassName is not { Length: > 0 } name) return "";
        var read = await client.GetAsync<RuntimeClass>(new(name), cancel);
        return read.TryGet(out var found, out var error) ? found.Handler : throw new ConfigException(error.Message);
    }

    private async Task<SyncOutcome> StartAsync(PodRun run, PodActions actions, CancellationToken cancel)
    {
        var failures = new Dictionary<string, StartFailure>(StringComparer.Ordinal);
        var started = new List<string>();
        async Task<bool> TryAsync(Container container, string target)
        {
            var failure = await starter.StartAsync(run, container, target, cancel);
            if (failure is null) started.Add(container.Name);
            else failures[container.Name] = failure;
            return failure is null;
        }

        foreach (var container in actions.EphemeralContainersToStart) await TryAsync(container.ToContainer(), container.TargetContainerName);
        foreach (var container in actions.InitContainersToStart)
        {
            // The next one needs this one's work; a sidecar that does not start holds nobody up.
            if (!await TryAsync(container, "") && !container.IsSidecar) return Outcome();
        }

        foreach (var container in actions.ContainersToStart) await TryAsync(container, "");
        return Outcome();

        // What only failed is not looked at again at once: it waits for its time.
        SyncOutcome Outcome() => new(started.Count > 0 || actions.CreateSandbox || actions.ContainersToKill.Count > 0)
        {
            Failures = failures,
            Started = started,
        };
    }
}
