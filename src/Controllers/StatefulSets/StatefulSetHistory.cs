using Kybernet.Api.Apps.V1;
using Kybernet.Client;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Selectors;

namespace Kybernet.Controllers.StatefulSets;

/// <summary>Keeps a StatefulSet's templates as ControllerRevisions. Upstream: <c>getStatefulSetRevisions</c>, <c>truncateHistory</c>.</summary>
public sealed class StatefulSetHistory(IClient client, OwnerIndex<ControllerRevision> revisions)
{
    private const string HashLabel = "controller.kubernetes.io/hash";

    private readonly OwnerClaims<StatefulSet, ControllerRevision> _claims = new(client);

    /// <summary>The set's templates, that of now made where it is missing, and all revisions in their order.</summary>
    /// <exception cref="ApiException">A write failed.</exception>
    public async ValueTask<(StatefulRevisions Revisions, IReadOnlyList<ControllerRevision> All)> SyncAsync(
        StatefulSet set, Selector selector, CancellationToken cancel)
    {
        var all = (await _claims.SettleAsync(set, selector, revisions.CandidatesOf(set), cancel)).Value
            .OrderBy(static revision => revision.Revision).ThenBy(static revision => revision.Metadata.Name, StringComparer.Ordinal).ToList();
        var next = all.Count == 0 ? 1 : all[^1].Revision + 1;
        var update = all.LastOrDefault(revision => TemplateOf(revision) == set.Spec.Template);
        var collisions = set.Status.CollisionCount;
        if (update is null) (update, collisions) = await CreateAsync(set, next, collisions, cancel);
        else if (update != all[^1]) update = (await client.UpdateAsync(update with { Revision = next }, cancel)).Value;
        var current = all.Find(revision => revision.Metadata.Name == set.Status.CurrentRevision) ?? update;
        var template = TemplateOf(current) ?? set.Spec.Template;
        return (new(new(current.Metadata.Name, template), new(update.Metadata.Name, set.Spec.Template), collisions), all);
    }

    /// <summary>Deletes the oldest revisions beyond the limit that neither the set nor a pod has.</summary>
    /// <exception cref="ApiException">A deletion failed.</exception>
    public async ValueTask CleanAsync(StatefulSet set, IReadOnlyList<ControllerRevision> all, IReadOnlySet<string> live, CancellationToken cancel)
    {
        var unused = all.Where(revision => !live.Contains(revision.Metadata.Name)).ToList();
        foreach (var revision in unused.Take(Math.Max(unused.Count - (set.Spec.RevisionHistoryLimit ?? 10), 0)))
        {
            var deleted = await client.DeleteAsync<ControllerRevision>(revision.Key, DeleteOptions.Empty, cancel);
            if (deleted.Error is { IsNotFound: false } error) throw new ApiException(error);
        }
    }

    private static Api.Core.V1.PodTemplateSpec? TemplateOf(ControllerRevision revision) =>
        ObjectJson.Decode<StatefulSet>(revision.Data.Span, DecodeOptions.Default).Value?.Spec.Template;

    private async ValueTask<(ControllerRevision Revision, int? Collisions)> CreateAsync(
        StatefulSet set, long number, int? collisions, CancellationToken cancel)
    {
        while (true)
        {
            var hash = TemplateHash.Of(set.Spec.Template, collisions ?? 0);
            var revision = new ControllerRevision
            {
                Metadata = new()
                {
                    Name = $"{set.Metadata.Name}-{hash}",
                    Namespace = set.Metadata.Namespace,
                    Labels = set.Spec.Template.Metadata.Labels.SetItem(HashLabel, hash),
                    Annotations = set.Metadata.Annotations,
                    OwnerReferences = [set.ToControllerReference()],
                },
                Data = TemplatePatch.Of(set.Spec.Template),
                Revision = number,
            };
            var created = await client.CreateAsync(revision, cancel);
            if (created.Error is not { IsAlreadyExists: true }) return (created.Value, collisions);
            var there = (await client.GetAsync<ControllerRevision>(revision.Key, cancel)).Value;
            if (there.Metadata.IsControlledBy(set.Metadata.Uid) && TemplateOf(there) == set.Spec.Template) return (there, collisions);
            collisions = (collisions ?? 0) + 1;
        }
    }
}
