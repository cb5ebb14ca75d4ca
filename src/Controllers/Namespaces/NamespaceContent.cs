using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Transport;
using Kybernet.Controllers.Runtime;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.Controllers.Namespaces;

/// <summary>Deletes everything in a namespace: pods first, the rest once they are gone.</summary>
/// <remarks>Upstream: namespace/deletion, deleteAllContent, with its gate OrderedNamespaceDeletion on.</remarks>
public sealed class NamespaceContent(IClient client, IResourceDirectory resources, TimeProvider time)
{
    // What objects with finalizers are given to go.
    private const long FinalizerSeconds = 15;
    private static readonly GroupVersionResource s_pods = new("", "v1", "pods");

    /// <summary>Deletes what it can now, and says what remains.</summary>
    public async ValueTask<ContentReport> DeleteAsync(Namespace owner, CancellationToken cancel)
    {
        var tally = new ContentTally();
        var discovered = await resources.ListAsync(cancel);
        if (!discovered.TryGet(out var served, out var error))
        {
            tally.Undiscovered(error.Message);
            served = [];
        }

        // Each resource once, in the version its group prefers.
        var deletable = served.DistinctBy(static resource => resource.Resource.GroupResource)
            .Where(static resource => resource.IsNamespaced && resource.Can("delete")).ToList();
        if (deletable.Find(static resource => resource.Resource == s_pods) is { } pods)
        {
            await DeleteAsync(owner, pods, tally, cancel);
            if (tally.Remains(s_pods)) return tally.Report() with { WaitsForPods = true };
        }

        foreach (var resource in deletable)
            if (resource.Resource != s_pods) await DeleteAsync(owner, resource, tally, cancel);
        return tally.Report();
    }

    private async ValueTask DeleteAsync(Namespace owner, ServedResource resource, ContentTally tally, CancellationToken cancel)
    {
        if (!resource.Can("list")) return;
        var name = owner.Metadata.Name;
        var before = await ListAsync(resource, name, cancel);
        if (!before.TryGet(out var items, out var error))
        {
            if (!error.IsNotFound && !error.IsMethodNotSupported) tally.Failed(error.Message);
            return;
        }

        if (items.Items.Count == 0) return;
        var estimate = resource.Resource == s_pods ? Estimate(owner, items.Items) : 0;
        foreach (var item in items.Items)
        {
            var deleted = await DeleteAsync(resource, item, cancel);
            if (deleted.Error is not { } failed || failed.IsNotFound || failed.IsMethodNotSupported) continue;
            tally.Failed(failed.Message, estimate);
            return;
        }

        var after = await ListAsync(resource, name, cancel);
        if (!after.TryGet(out items, out error))
        {
            tally.Failed(error.Message, estimate);
            return;
        }

        if (items.Items.Count == 0) return;
        var isHeld = items.Items.Any(static item => !item.Metadata.Finalizers.IsEmpty);
        tally.Remain(resource.Resource, items.Items, estimate == 0 && isHeld ? FinalizerSeconds : estimate);
        if (estimate == 0 && !isHeld) tally.Failed($"unexpected items still remain in namespace: {name} for gvr: {resource.Resource}");
    }

    private ValueTask<ApiResult<ApiList<IObject>>> ListAsync(ServedResource resource, string name, CancellationToken cancel) =>
        client.ListAsync(new(ApiVerb.List, resource.Resource) { Namespace = name }, cancel);

    // In the background, so that no object waits for the garbage collector: all dependents in the namespace go anyway.
    private ValueTask<ApiResult<IObject>> DeleteAsync(ServedResource resource, IObject item, CancellationToken cancel) => client.SendAsync(
        new(ApiVerb.Delete, resource.Resource)
        {
            Namespace = item.Metadata.Namespace,
            Name = item.Metadata.Name,
            DeleteOptions = new() { PropagationPolicy = DeletionPropagation.Background },
        },
        cancel);

    /// <summary>The longest grace of a pod that still runs; 0 when the namespace is deleted longer than that.</summary>
    private long Estimate(Namespace owner, IReadOnlyList<IObject> pods)
    {
        long longest = 0;
        foreach (var pod in pods.OfType<Pod>())
        {
            if (pod.Status.Phase is PodPhase.Succeeded or PodPhase.Failed) continue;
            longest = Math.Max(longest, pod.Spec.TerminationGracePeriodSeconds ?? 0);
        }

        var since = time.GetUtcNow() - owner.Metadata.DeletionTimestamp!.Value.ToDateTimeOffset();
        return since >= TimeSpan.FromSeconds(longest) ? 0 : longest;
    }
}
