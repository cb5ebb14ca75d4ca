using System.Collections.Concurrent;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.Kubelet.PodWorkers;

/// <summary>A worker for every pod of this node, and for everything the runtime has of pods that are gone.</summary>
/// <remarks>Upstream: kubelet, podWorkers and HandlePodCleanups. As many as there are pods on the node.</remarks>
internal sealed class PodWorkerPool(PodParts parts) : IPodDirectory, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, PodWorker> _workers = new(StringComparer.Ordinal);

    // Static pods that wait for the end of one of the same name.
    private readonly ConcurrentDictionary<ObjectKey, Pod> _heldBack = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>The uids of the pods there is work for.</summary>
    public IReadOnlyCollection<string> Uids => [.. _workers.Keys];

    public IReadOnlyList<Pod> List() => [.. _workers.Values.Select(static worker => worker.Current).OfType<Pod>()];

    public Pod? Find(ObjectKey key) => List().FirstOrDefault(pod => pod.Metadata.Key == key);

    public async Task<string?> SandboxIdAsync(string podUid, CancellationToken cancel) => (await parts.Reader.ReadAsync(podUid, cancel)).ReadySandbox?.Id;

    public async Task<Cri.V1.ContainerStatus?> ContainerAsync(string podUid, string container, CancellationToken cancel) =>
        (await parts.Reader.ReadAsync(podUid, cancel)).Find(container)?.Status;

    /// <summary>Runs a pod of a file; after the one of the same name that ends.</summary>
    public void AddStatic(Pod pod)
    {
        var before = _workers.Values.FirstOrDefault(worker => worker.Pod is { } other && other.IsStatic && other.Metadata.Key == pod.Metadata.Key);
        if (before is null) Worker(pod.RuntimeUid).Update(pod);
        else _heldBack[pod.Metadata.Key] = pod;
    }

    /// <summary>The pod's file is gone, or says something else.</summary>
    public void RemoveStatic(Pod pod)
    {
        if (_heldBack.TryGetValue(pod.Metadata.Key, out var held) && held.Metadata.Uid == pod.Metadata.Uid) _heldBack.TryRemove(new(pod.Metadata.Key, held));
        if (_workers.TryGetValue(pod.RuntimeUid, out var worker)) worker.Remove();
    }

    /// <summary>Takes a change of a pod the API server told of.</summary>
    public void Handle(ObjectChange<Pod> change)
    {
        if (change.Any.IsMirror)
        {
            HandleMirror(change);
            return;
        }

        if (change.Old is { } old && (change.New is null || change.New.Metadata.Uid != old.Metadata.Uid) && _workers.TryGetValue(old.RuntimeUid, out var gone))
            gone.Remove();
        if (change.New is not { } pod) return;
        Worker(pod.RuntimeUid).Update(pod);
    }

    public void Wake(string uid)
    {
        if (_workers.TryGetValue(uid, out var worker)) worker.Wake();
    }

    /// <summary>The runtime has something of a pod: if nobody knows the pod, it is ended and removed.</summary>
    public void HandleRuntime(string uid)
    {
        if (_workers.TryGetValue(uid, out var known)) known.Wake();
        else Worker(uid).Remove();
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        foreach (var worker in _workers.Values)
        {
            try
            {
                await worker.Running;
            }
            catch (OperationCanceledException)
            {
                // Containers go on without us.
            }
        }
    }

    private PodWorker Worker(string uid)
    {
        while (true)
        {
            if (_workers.TryGetValue(uid, out var known)) return known;
            var worker = new PodWorker(uid, parts);
            if (!_workers.TryAdd(uid, worker)) continue;
            worker.Running = RunAsync(uid, worker);
            return worker;
        }
    }

    private async Task RunAsync(string uid, PodWorker worker)
    {
        await worker.RunAsync(_stopping.Token);
        _workers.TryRemove(new(uid, worker));
        if (worker.Pod is { } ended && _heldBack.TryRemove(ended.Metadata.Key, out var next)) AddStatic(next);
    }

    /// <summary>A mirror that is changed or gone is put right by its pod's worker.</summary>
    private void HandleMirror(ObjectChange<Pod> change)
    {
        if (change.New is { } mirror) parts.Mirrors.Set(mirror);
        else parts.Mirrors.Remove(change.Any);
        Wake(change.Any.RuntimeUid);
    }
}
