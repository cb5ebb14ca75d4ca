using System.Runtime.CompilerServices;
using Grpc.Core;
using Kybernet.Kubelet.Cri.V1;

namespace Kybernet.Kubelet.Cri;

/// <summary>The container runtime behind a socket.</summary>
/// <param name="connection">Stays the caller's.</param>
internal sealed class CriClient(CriConnection connection) : IRuntimeService, IStreamingRuntime
{
    // Upstream's runtime-request-timeout.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public Task<VersionResponse> VersionAsync(CancellationToken cancel) =>
        connection.CallAsync(o => connection.Runtime.VersionAsync(new(), o), s_patience, cancel);

    public Task<StatusResponse> StatusAsync(bool verbose, CancellationToken cancel) =>
        connection.CallAsync(o => connection.Runtime.StatusAsync(new() { Verbose = verbose }, o), s_patience, cancel);

    public async Task<string> RunPodSandboxAsync(PodSandboxConfig config, string runtimeHandler, CancellationToken cancel)
    {
        var request = new RunPodSandboxRequest { Config = config, RuntimeHandler = runtimeHandler };
        // Twice the patience, as upstream: the network is set up inside.
        return (await connection.CallAsync(o => connection.Runtime.RunPodSandboxAsync(request, o), s_patience * 2, cancel)).PodSandboxId;
    }

    public Task StopPodSandboxAsync(string sandboxId, CancellationToken cancel) =>
        connection.CallAsync(o => connection.Runtime.StopPodSandboxAsync(new() { PodSandboxId = sandboxId }, o), s_patience, cancel);

    public Task RemovePodSandboxAsync(string sandboxId, CancellationToken cancel) =>
        connection.CallAsync(o => connection.Runtime.RemovePodSandboxAsync(new() { PodSandboxId = sandboxId }, o), s_patience, cancel);

    public async Task<PodSandboxStatus?> PodSandboxStatusAsync(string sandboxId, CancellationToken cancel)
    {
        try
        {
            var request = new PodSandboxStatusRequest { PodSandboxId = sandboxId };
            return (await connection.CallAsync(o => connection.Runtime.PodSandboxStatusAsync(request, o), s_patience, cancel)).Status;
        }
        catch (CriException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<PodSandbox>> ListPodSandboxesAsync(PodSandboxFilter? filter, CancellationToken cancel)
    {
        var request = new ListPodSandboxRequest { Filter = filter };
        return (await connection.CallAsync(o => connection.Runtime.ListPodSandboxAsync(request, o), s_patience, cancel)).Items;
    }

    public async Task<string> CreateContainerAsync(string sandboxId, ContainerConfig config, PodSandboxConfig sandbox, CancellationToken cancel)
    {
        var request = new CreateContainerRequest { PodSandboxId = sandboxId, Config = config, SandboxConfig = sandbox };
        return (await connection.CallAsync(o => connection.Runtime.CreateContainerAsync(request, o), s_patience, cancel)).ContainerId;
    }

    public Task StartContainerAsync(string containerId, CancellationToken cancel) =>
        connection.CallAsync(o => connection.Runtime.StartContainerAsync(new() { ContainerId = containerId }, o), s_patience, cancel);

    public Task StopContainerAsync(string containerId, long gracePeriodSeconds, CancellationToken cancel)
    {
        var request = new StopContainerRequest { ContainerId = containerId, Timeout = gracePeriodSeconds };
        return connection.CallAsync(o => connection.Runtime.StopContainerAsync(request, o), s_patience + TimeSpan.FromSeconds(gracePeriodSeconds), cancel);
    }

    public Task RemoveContainerAsync(string containerId, CancellationToken cancel) =>
        connection.CallAsync(o => connection.Runtime.RemoveContainerAsync(new() { ContainerId = containerId }, o), s_patience, cancel);

    public async Task<IReadOnlyList<Container>> ListContainersAsync(ContainerFilter? filter, CancellationToken cancel)
    {
        var request = new ListContainersRequest { Filter = filter };
        return (await connection.CallAsync(o => connection.Runtime.ListContainersAsync(request, o), s_patience, cancel)).Containers;
    }

    public async Task<ContainerStatus?> ContainerStatusAsync(string containerId, CancellationToken cancel)
    {
        try
        {
            var request = new ContainerStatusRequest { ContainerId = containerId };
            return (await connection.CallAsync(o => connection.Runtime.ContainerStatusAsync(request, o), s_patience, cancel)).Status;
        }
        catch (CriException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    public Task UpdateContainerResourcesAsync(string containerId, LinuxContainerResources resources, CancellationToken cancel)
    {
        var request = new UpdateContainerResourcesRequest { ContainerId = containerId, Linux = resources };
        return connection.CallAsync(o => connection.Runtime.UpdateContainerResourcesAsync(request, o), s_patience, cancel);
    }

    public Task ReopenContainerLogAsync(string containerId, CancellationToken cancel) =>
        connection.CallAsync(o => connection.Runtime.ReopenContainerLogAsync(new() { ContainerId = containerId }, o), s_patience, cancel);

    public Task<ExecSyncResponse> ExecSyncAsync(string containerId, IEnumerable<string> command, TimeSpan timeout, CancellationToken cancel)
    {
        var request = new ExecSyncRequest { ContainerId = containerId, Cmd = { command }, Timeout = (long)Math.Ceiling(timeout.TotalSeconds) };
        // The runtime ends the command itself; its answer comes a little later.
        var patience = timeout > TimeSpan.Zero ? timeout + s_patience : Timeout.InfiniteTimeSpan;
        return connection.CallAsync(o => connection.Runtime.ExecSyncAsync(request, o), patience, cancel);
    }

    public async Task<string> ExecAsync(ExecRequest request, CancellationToken cancel) =>
        (await connection.CallAsync(o => connection.Runtime.ExecAsync(request, o), s_patience, cancel)).Url;

    public async Task<string> AttachAsync(AttachRequest request, CancellationToken cancel) =>
        (await connection.CallAsync(o => connection.Runtime.AttachAsync(request, o), s_patience, cancel)).Url;

    public async Task<string> PortForwardAsync(string sandboxId, CancellationToken cancel)
    {
        var request = new PortForwardRequest { PodSandboxId = sandboxId };
        return (await connection.CallAsync(o => connection.Runtime.PortForwardAsync(request, o), s_patience, cancel)).Url;
    }

    public async Task<ContainerStats?> ContainerStatsAsync(string containerId, CancellationToken cancel)
    {
        try
        {
            var request = new ContainerStatsRequest { ContainerId = containerId };
            return (await connection.CallAsync(o => connection.Runtime.ContainerStatsAsync(request, o), s_patience, cancel)).Stats;
        }
        catch (CriException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<ContainerStats>> ListContainerStatsAsync(ContainerStatsFilter? filter, CancellationToken cancel)
    {
        var request = new ListContainerStatsRequest { Filter = filter };
        return (await connection.CallAsync(o => connection.Runtime.ListContainerStatsAsync(request, o), s_patience, cancel)).Stats;
    }

    public async Task<IReadOnlyList<PodSandboxStats>> ListPodSandboxStatsAsync(PodSandboxStatsFilter? filter, CancellationToken cancel)
    {
        var request = new ListPodSandboxStatsRequest { Filter = filter };
        return (await connection.CallAsync(o => connection.Runtime.ListPodSandboxStatsAsync(request, o), s_patience, cancel)).Stats;
    }

    public async IAsyncEnumerable<ContainerEventResponse> ContainerEventsAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        using var events = connection.Runtime.GetContainerEvents(new(), new CallOptions(cancellationToken: cancel));
        while (await NextAsync(events, cancel)) yield return events.ResponseStream.Current;
    }

    private static async Task<bool> NextAsync(AsyncServerStreamingCall<ContainerEventResponse> events, CancellationToken cancel)
    {
        try
        {
            return await events.ResponseStream.MoveNext(cancel);
        }
        catch (RpcException e)
        {
            cancel.ThrowIfCancellationRequested();
            throw new CriException(e.StatusCode, e.Status.Detail, e);
        }
    }
}
