using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Discovery;
using Kybernet.Client.Transport;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.Namespaces;

/// <summary>Deletes everything in a namespace: pods first, the rest once they are gone.</summary>
/// <remarks>Upstream: namespace/deletion, deleteAllContent, with its gate OrderedNamespaceDeletion on.</remarks>
public sealed class NamespaceContent(IClient client, IApiDiscovery discovery, TimeProvider time)
{
    // What objects with finalizers are given to go.
    private const long FinalizerSeconds = 15;
    private static readonly GroupVersionResource s_pods = new("", "v1", "pods");

    /// <summary>Deletes what it can now, and says what remains.</summary>
    public async ValueTask<ContentReport> DeleteAsync(Namespace owner, CancellationToken cancel)
    {
        var tally = new ContentTally();
        var discovered = await discovery.ResourcesAsync(cancel);
        if (!discovered.TryGet(out var served, out var error))
        {
            tally.Undiscovered(error.Message);
            served = [];
        }

        // Each resource once, in the version its group prefers.
        var deletable = served.DistinctBy(static resource => resource.Resource.GroupResource)
            .Where(static resource => resource.IsNamespaced && resource.Verbs.Contains("delete")).ToList();
        if (deletable.Find(static resource => resource.Resource == s_pods) is { } pods)
        {
            await DeleteAsync(owner, pods, tally, cancel);
            if (tally.Remains(s_pods)) return tally.Report() with { WaitsForPods = true };
        }

        foreach (var resource in deletable)
            if (resource.Resource != s_pods) await DeleteAsync(owner, resource, tally, cancel);
        return tally.Report();
    }

    private async ValueTask DeleteAsync(Namespace owner, ApiResourceInfo resource, ContentTally tally, CancellationToken cancel)
    {
        if (!resource.Verbs.Contains("list")) return;
        var name = owner.Metadata.Name;
        var before = await ListAsync(resource, name, cancel);
        if (!before.TryGet(out var items, out var error))
        {
            if (!error.IsNotFound && !error.IsMethodNotSupported) tally.Failed(error.Message);
            return;
        }

        if (items.Items.Count == 0) return;
        var estimate = resource.Resource == s_pods ? Estimate(owner, items.Items) : 0;
        if (await DeleteAsync(resource, name, items.Items, cancel) is { } failed)
        {
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

    private ValueTask<ApiResult<ApiList<IObject>>> ListAsync(ApiResourceInfo resource, string name, CancellationToken cancel) =>
        client.ListAsync(new(ApiVerb.List, resource.Resource) { Namespace = name, IsMetadataOnly = resource.Resource != s_pods }, cancel);

    /// <summary>Deletes them in the background, so that none waits for the garbage collector: all dependents in the namespace go anyway.</summary>
    private async ValueTask<ApiError?> DeleteAsync(ApiResourceInfo resource, string name, IReadOnlyList<IObject> items, CancellationToken cancel)
    {
        var options = new DeleteOptions { PropagationPolicy = DeletionPropagation.Background };
        if (resource.Verbs.Contains("deletecollection"))
        {
            var all = await client.ListAsync(new(ApiVerb.DeleteCollection, resource.Resource) { Namespace = name, DeleteOptions = options }, cancel);
            if (all.Error is not { } refused || refused.IsNotFound) return null;
            if (!refused.IsMethodNotSupported) return refused;
        }

        foreach (var item in items)
        {
            var call = new ApiCall(ApiVerb.Delete, resource.Resource) { Namespace = name, Name = item.Metadata.Name, DeleteOptions = options };
            var deleted = await client.SendAsync(call, cancel);
            if (deleted.Error is { } failed && !failed.IsNotFound && !failed.IsMethodNotSupported) return failed;
        }

        return null;
    }

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
