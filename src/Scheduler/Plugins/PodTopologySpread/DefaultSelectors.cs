using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;

namespace Kybernet.Scheduler.Plugins.PodTopologySpread;

/// <summary>
/// The pods that belong together when a pod does not say: those of its services and of its controller. Upstream: <c>helper.DefaultSelector</c>.
/// </summary>
public sealed class DefaultSelectors(IInformers informers)
{
    private readonly IInformer<Service> _services = informers.Of<Service>();
    private readonly IInformer<ReplicationController> _replicationControllers = informers.Of<ReplicationController>();
    private readonly IInformer<ReplicaSet> _replicaSets = informers.Of<ReplicaSet>();
    private readonly IInformer<StatefulSet> _statefulSets = informers.Of<StatefulSet>();

    /// <summary>Empty when the pod belongs to nothing.</summary>
    public Selector Of(Pod pod)
    {
        var labels = pod.Metadata.Labels;
        var merged = Machinery.Collections.MapOf<string>.Empty;
        foreach (var service in _services.List(pod.Metadata.Namespace))
        {
            // A service without a selector matches nothing.
            if (!service.Spec.Selector.IsEmpty && Selector.FromSet(service.Spec.Selector).Matches(labels))
                merged = LabelSet.Merge(merged, service.Spec.Selector);
        }

        var owner = pod.Metadata.OwnerReferences.FirstOrDefault(reference => reference.Controller == true);
        var key = new ObjectKey(pod.Metadata.Namespace, owner?.Name ?? "");
        return (owner?.ApiVersion, owner?.Kind) switch
        {
            ("v1", "ReplicationController") when _replicationControllers.Find(key) is { } controller =>
                Selector.FromSet(LabelSet.Merge(merged, controller.Spec.Selector)),
            ("apps/v1", "ReplicaSet") => With(Selector.FromSet(merged), _replicaSets.Find(key)?.Spec.Selector),
            ("apps/v1", "StatefulSet") => With(Selector.FromSet(merged), _statefulSets.Find(key)?.Spec.Selector),
            _ => Selector.FromSet(merged),
        };
    }

    public async ValueTask WaitForSyncAsync(CancellationToken cancel)
    {
        await _services.WaitForSyncAsync(cancel);
        await _replicationControllers.WaitForSyncAsync(cancel);
        await _replicaSets.WaitForSyncAsync(cancel);
        await _statefulSets.WaitForSyncAsync(cancel);
    }

    private static Selector With(Selector selector, LabelSelector? other) =>
        other is not null && other.TryToSelector(out var more, out _) ? selector.Add([.. more.Requirements]) : selector;
}
