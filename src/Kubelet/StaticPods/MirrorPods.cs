using System.Collections.Concurrent;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Kubelet.Pods;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet.StaticPods;

/// <summary>What shows static pods in the API: one pod each, made and removed by the kubelet. As many as there are static pods.</summary>
/// <remarks>Upstream: kubelet/pod, mirror_client; kubelet, tryReconcileMirrorPods.</remarks>
internal sealed class MirrorPods(IClient client, string node, ILogger log)
{
    private readonly ConcurrentDictionary<ObjectKey, Pod> _known = new();

    /// <summary>The API server has the mirror so.</summary>
    public void Set(Pod mirror) => _known[mirror.Metadata.Key] = mirror;

    /// <summary>The API server does not have it any more.</summary>
    public void Remove(Pod mirror)
    {
        if (_known.TryGetValue(mirror.Metadata.Key, out var known) && known.Metadata.Uid == mirror.Metadata.Uid)
            _known.TryRemove(new(mirror.Metadata.Key, known));
    }

    /// <summary>Whose status is written in place of the static pod's; null while there is none.</summary>
    public Pod? Find(Pod pod) => _known.TryGetValue(pod.Metadata.Key, out var mirror) && IsOf(mirror, pod) ? mirror : null;

    /// <summary>Makes the mirror, or replaces the one of a former content of the file. Static pods run without an API server too.</summary>
    public async Task ReconcileAsync(Pod pod, CancellationToken cancel)
    {
        try
        {
            await MakeAsync(pod, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException or ApiException)
        {
            KubeletLog.MirrorFailed(log, pod.FullName, e.Message);
        }
    }

    private async Task MakeAsync(Pod pod, CancellationToken cancel)
    {
        if (_known.TryGetValue(pod.Metadata.Key, out var there))
        {
            if (there.Metadata.DeletionTimestamp is null && IsOf(there, pod)) return;
            await DeleteAsync(there, cancel);
        }

        var read = await client.GetAsync<Node>(new(node), cancel);
        if (!read.TryGet(out var owner, out var error))
        {
            KubeletLog.MirrorFailed(log, pod.FullName, error.Message);
            return;
        }

        var created = await client.CreateAsync(MirrorOf(pod, owner), cancel);
        if (created.TryGet(out var mirror, out error)) Set(mirror);
        else if (!error.IsAlreadyExists) KubeletLog.MirrorFailed(log, pod.FullName, error.Message);
    }

    /// <summary>Removes the mirror of a pod whose file is gone.</summary>
    public async Task EndAsync(Pod pod, CancellationToken cancel)
    {
        if (Find(pod) is { } mirror) await DeleteAsync(mirror, cancel);
    }

    /// <summary>Removes one mirror at once: nothing runs behind it.</summary>
    public async Task DeleteAsync(Pod mirror, CancellationToken cancel)
    {
        var options = new DeleteOptions { GracePeriodSeconds = 0, Preconditions = new() { Uid = mirror.Metadata.Uid } };
        var deleted = await client.DeleteAsync<Pod>(mirror.Metadata.Key, options, cancel);
        if (deleted.Error is { IsNotFound: false, IsConflict: false } error) KubeletLog.MirrorFailed(log, mirror.FullName, error.Message);
        else Remove(mirror);
    }

    private static bool IsOf(Pod mirror, Pod pod) => mirror.Metadata.Annotations.GetValueOrDefault(PodSpecs.MirrorAnnotation) == pod.Metadata.Uid;

    private static Pod MirrorOf(Pod pod, Node owner) => pod with
    {
        Metadata = pod.Metadata with
        {
            Uid = "",
            Annotations = pod.Metadata.Annotations.SetItem(PodSpecs.MirrorAnnotation, pod.Metadata.Uid),
            OwnerReferences = [new() { ApiVersion = "v1", Kind = "Node", Name = owner.Metadata.Name, Uid = owner.Metadata.Uid, Controller = true }],
        },
        Status = new(),
    };
}
