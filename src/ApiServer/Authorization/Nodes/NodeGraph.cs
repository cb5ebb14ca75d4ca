using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.WatchCache;

namespace Kybernet.ApiServer.Authorization.Nodes;

/// <summary>
/// What each node needs: which objects its pods name, directly or through a claim and its volume. Follows the watch caches, change by change.
/// Upstream: <c>authorizer/node/graph.go</c>.
/// </summary>
/// <remarks>Asking catches up with the caches first, so a node that saw its pod may at once read what the pod needs.</remarks>
internal sealed class NodeGraph(ResourceCache pods, ResourceCache volumes)
{
    // Guards all below.
    private readonly Lock _gate = new();
    private readonly ReferenceIndex _nodes = new();
    private readonly ReferenceIndex _volumes = new();
    private CacheWatch? _podChanges;
    private CacheWatch? _volumeChanges;

    /// <summary>A pod of the node names the object.</summary>
    public bool IsNeeded(NodeReference reference, string node)
    {
        lock (_gate)
        {
            CatchUp();
            if (_nodes.Has(reference, node)) return true;
            if (reference.Kind != ReferenceKind.Secret) return false;
            foreach (var name in _volumes.HoldersOf(reference))
                if (volumes.Snapshot.Objects.Find(name)?.Value is PersistentVolume volume && IsMounted(volume, node)) return true;
            return false;
        }
    }

    /// <summary>A pod of the node uses the volume.</summary>
    public bool IsVolumeNeeded(string name, string node)
    {
        if (volumes.Snapshot.Objects.Find(name)?.Value is not PersistentVolume volume) return false;
        lock (_gate)
        {
            CatchUp();
            return IsMounted(volume, node);
        }
    }

    /// <summary>Keeps up with the caches until cancelled, so that what is left to do at a question is little, and nothing old is held.</summary>
    public async Task FollowAsync(CancellationToken cancel)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = cancel.Register(cancelled.SetResult);
        while (!cancel.IsCancellationRequested)
        {
            var (podsMoved, volumesMoved) = (pods.NextChange, volumes.NextChange);
            lock (_gate) CatchUp();
            await Task.WhenAny(podsMoved, volumesMoved, cancelled.Task);
        }
    }

    private bool IsMounted(PersistentVolume volume, string node) =>
        volume.Spec.ClaimRef is { } claim && _nodes.Has(new(ReferenceKind.VolumeClaim, claim.Namespace, claim.Name), node);

    private void CatchUp()
    {
        if (_podChanges is null or { IsOver: true }) Refill(_nodes, pods, ref _podChanges, Put);
        if (_volumeChanges is null or { IsOver: true }) Refill(_volumes, volumes, ref _volumeChanges, Put);
        while (_podChanges!.TryNext(out var change)) Apply(change.Current?.Value as Pod, change.Previous?.Value as Pod);
        while (_volumeChanges!.TryNext(out var change)) Apply(change.Current?.Value as PersistentVolume, change.Previous?.Value as PersistentVolume);
    }

    private static void Refill(ReferenceIndex index, ResourceCache cache, ref CacheWatch? changes, Action<object> put)
    {
        changes?.Dispose();
        index.Clear();
        var snapshot = cache.Snapshot;
        foreach (var item in snapshot.Objects.All) put(item.Value);
        changes = cache.WatchAfter(snapshot);
    }

    private void Put(object value)
    {
        if (value is Pod pod) Apply(pod, null);
        else if (value is PersistentVolume volume) Apply(volume, null);
    }

    private void Apply(Pod? pod, Pod? old)
    {
        if (pod is not null && old is not null && PodNeeds.AreSame(pod, old)) return;
        if (old is not null) foreach (var need in PodNeeds.Of(old)) _nodes.Remove(need, old.Spec.NodeName);
        if (pod is not null) foreach (var need in PodNeeds.Of(pod)) _nodes.Add(need, pod.Spec.NodeName);
    }

    private void Apply(PersistentVolume? volume, PersistentVolume? old)
    {
        if (old is not null) foreach (var secret in VolumeSecrets.Of(old)) _volumes.Remove(secret, old.Metadata.Name);
        if (volume is not null) foreach (var secret in VolumeSecrets.Of(volume)) _volumes.Add(secret, volume.Metadata.Name);
    }
}
