using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Kubelet.Cri;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.Nodes;

/// <summary>Registers the node and keeps its status in the API: written when it changed, or when it was not for long.</summary>
/// <remarks>Upstream: kubelet_node_status, registerWithAPIServer and tryUpdateNodeStatus.</remarks>
internal sealed class NodeReporter(
    KubeletOptions options, IClient client, IRuntimeService runtime, IImageService images, NodeMachine machine, Func<DateTimeOffset> lastRelist,
    TimeProvider time, ILogger log)
{
    private const long EvictionMemoryBytes = 100 << 20;
    private const double EvictionDiskShare = 0.10;
    private static readonly TimeSpan s_relistThreshold = TimeSpan.FromMinutes(3);
    // Upstream: maxWaitForContainerRuntime.
    private static readonly TimeSpan s_runtimePatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_untilReady = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_startPatience = TimeSpan.FromMinutes(2);

    private string _runtimeVersion = "";
    private DateTimeOffset _lastWritten;
    private IReadOnlyList<ContainerImage> _images = [];
    private DateTimeOffset _lastAnswer;
    private string _lastProblem = "";
    private bool _wasReady;

    public async Task RunAsync(CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        while (!cancel.IsCancellationRequested)
        {
            TimeSpan wait;
            try
            {
                wait = await ReportAsync(cancel) ? options.NodeStatusUpdateFrequency : s_retry;
                // A node that starts says at once that it is ready: upstream's fast status update.
                if (!_wasReady && wait > s_retry && time.GetElapsedTime(start) < s_startPatience) wait = s_untilReady;
            }
            catch (Exception e) when (e is CriException or IOException or HttpRequestException)
            {
                KubeletLog.NodeFailed(log, options.NodeName, "status", e.Message);
                wait = s_retry;
            }

            await Task.Delay(wait, time, cancel);
        }
    }

    /// <returns>Whether the API server has the status.</returns>
    public async Task<bool> ReportAsync(CancellationToken cancel)
    {
        if (_runtimeVersion.Length == 0)
        {
            var version = await runtime.VersionAsync(cancel);
            _runtimeVersion = $"{version.RuntimeName}://{version.RuntimeVersion}";
        }

        var health = await HealthAsync(cancel);
        if (!_wasReady && _lastWritten != default && health.Problem == _lastProblem) return true;
        _lastProblem = health.Problem;
        var read = await client.GetAsync<Node>(new(options.NodeName), cancel);
        if (!read.TryGet(out var node, out var error))
        {
            if (!error.IsNotFound) return Failed("status", error.Message);
            var created = await client.CreateAsync(NodeStatuses.New(options, Compute(NodeStatus.Empty, health)), cancel);
            if (!created.TryGet(out node, out error)) return Failed("registration", error.Message);
            KubeletLog.NodeRegistered(log, options.NodeName);
        }

        var labels = NodeStatuses.Labels(options);
        if (labels.Any(label => node.Metadata.Labels.GetValueOrDefault(label.Key) != label.Value))
        {
            var all = node.Metadata.Labels;
            foreach (var (key, value) in labels) all = all.SetItem(key, value);
            var updated = await client.UpdateAsync(node with { Metadata = node.Metadata with { Labels = all } }, cancel);
            if (!updated.TryGet(out node, out error)) return Failed("labels", error.Message);
        }

        var status = Compute(node.Status, health);
        var now = time.GetUtcNow();
        if (WithoutHeartbeats(status) == WithoutHeartbeats(node.Status) && now - _lastWritten < options.NodeStatusReportFrequency)
        {
            _wasReady |= health.Problem.Length == 0;
            return true;
        }

        var written = await client.UpdateStatusAsync(node with { Status = status }, cancel);
        if (written.Error is { } refused) return Failed("status", refused.Message);
        _lastWritten = now;
        _wasReady |= health.Problem.Length == 0;
        return true;
    }

    private NodeStatus Compute(NodeStatus old, NodeHealth health) =>
        NodeStatuses.Compute(old, options, machine.Current, machine.Info(_runtimeVersion), health, Time.From(time.GetUtcNow()));

    private static NodeStatus WithoutHeartbeats(NodeStatus status) =>
        status with { Conditions = status.Conditions.Select(static condition => condition with { LastHeartbeatTime = default }).ToListOf() };

    private async Task<NodeHealth> HealthAsync(CancellationToken cancel)
    {
        var problems = new List<string>();
        try
        {
            var status = await runtime.StatusAsync(verbose: false, cancel);
            foreach (var condition in status.Status.Conditions.Where(static condition => !condition.Status))
            {
                var what = condition.Type == "NetworkReady" ? "container runtime network not ready" : "container runtime not ready";
                problems.Add($"{what}: {condition.Type}=false reason:{condition.Reason} message:{condition.Message}");
            }

            _images = [.. (await images.ListImagesAsync(cancel)).Select(static image => new ContainerImage
            {
                Names = [.. image.RepoDigests, .. image.RepoTags],
                SizeBytes = (long)image.Size,
            })];
            _lastAnswer = time.GetUtcNow();
        }
        catch (CriException e) when (time.GetUtcNow() - _lastAnswer < s_runtimePatience)
        {
            // A runtime that starts again does not make the node unready: pods would be moved.
            KubeletLog.NodeFailed(log, options.NodeName, "runtime", e.Message);
        }
        catch (CriException e)
        {
            problems.Add($"container runtime is down: {e.Message}");
        }

        if (lastRelist() is var last && last != default && time.GetUtcNow() - last > s_relistThreshold)
            problems.Add($"PLEG is not healthy: pleg was last seen active {time.GetUtcNow() - last} ago; threshold is {s_relistThreshold}");
        var disk = new DriveInfo(options.RootDirectory);
        return new(string.Join(", ", problems), _images)
        {
            HasMemoryPressure = NodeMachine.AvailableMemory() < EvictionMemoryBytes,
            HasDiskPressure = disk.AvailableFreeSpace < disk.TotalSize * EvictionDiskShare,
        };
    }

    private bool Failed(string what, string message)
    {
        KubeletLog.NodeFailed(log, options.NodeName, what, message);
        return false;
    }
}
