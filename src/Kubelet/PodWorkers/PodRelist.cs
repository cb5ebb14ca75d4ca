using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Pods;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.PodWorkers;

/// <summary>Finds out which pods' containers changed: lists all of them again and again and compares. Levels, not edges: what was missed is found.</summary>
/// <remarks>Upstream: kubelet/pleg, generic.</remarks>
internal sealed class PodRelist(IRuntimeService runtime, PodWorkerPool workers, TimeProvider time, TimeSpan period, ILogger log) : IDisposable
{
    private readonly SemaphoreSlim _now = new(0, 1);
    private Dictionary<string, string> _last = [];

    /// <summary>When the last listing was complete; the node is not ready when that is long ago.</summary>
    public DateTimeOffset LastComplete { get; private set; }

    /// <summary>Something happened: do not wait for the period.</summary>
    public void Hurry()
    {
        try
        {
            if (_now.CurrentCount == 0) _now.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else said so at the same time.
        }
    }

    public async Task RunAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await RelistAsync(cancel);
                await WaitAsync(cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public async Task RelistAsync(CancellationToken cancel)
    {
        try
        {
            var seen = new SortedDictionary<(string Uid, string Id), string>();
            foreach (var sandbox in await runtime.ListPodSandboxesAsync(null, cancel))
                if (Uid(sandbox.Labels) is { } uid) seen[(uid, sandbox.Id)] = sandbox.State.ToString();
            foreach (var container in await runtime.ListContainersAsync(null, cancel))
                if (Uid(container.Labels) is { } uid) seen[(uid, container.Id)] = container.State.ToString();
            var now = seen.GroupBy(static entry => entry.Key.Uid, static entry => $"{entry.Key.Id}={entry.Value}")
                .ToDictionary(static pod => pod.Key, static pod => string.Join(';', pod), StringComparer.Ordinal);
            foreach (var uid in now.Keys.Union(_last.Keys).Where(uid => now.GetValueOrDefault(uid) != _last.GetValueOrDefault(uid)))
            {
                if (now.ContainsKey(uid)) workers.HandleRuntime(uid);
                else workers.Wake(uid);
            }

            _last = now;
            LastComplete = time.GetUtcNow();
        }
        catch (CriException e)
        {
            KubeletLog.RelistFailed(log, e.Message);
        }
    }

    public void Dispose() => _now.Dispose();

    private async Task WaitAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(period, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            await _now.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The period is over.
        }
    }

    private static string? Uid(Google.Protobuf.Collections.MapField<string, string> labels) => labels.TryGetValue(PodLabels.PodUid, out var uid) ? uid : null;
}
