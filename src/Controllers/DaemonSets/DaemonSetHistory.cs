using Kybernet.Api.Apps.V1;
using Kybernet.Client;
using Kybernet.Controllers.Ownership;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Selectors;

namespace Kybernet.Controllers.DaemonSets;

/// <summary>Keeps a DaemonSet's templates as ControllerRevisions. Upstream: <c>constructHistory</c>, <c>cleanupHistory</c> in <c>update.go</c>.</summary>
public sealed class DaemonSetHistory(IClient client, OwnerIndex<ControllerRevision> revisions)
{
    private readonly OwnerClaims<DaemonSet, ControllerRevision> _claims = new(client);

    /// <summary>The revision of the template the set has now, made where it is missing, and the others.</summary>
    /// <exception cref="ApiException">A write failed.</exception>
    public async ValueTask<(string Hash, IReadOnlyList<ControllerRevision> Old)> SyncAsync(DaemonSet set, Selector selector, CancellationToken cancel)
    {
        var all = (await _claims.SettleAsync(set, selector, revisions.CandidatesOf(set), cancel)).Value;
        var byMatch = all.ToLookup(revision => IsOf(set, revision));
        List<ControllerRevision> old = [.. byMatch[false]];
        var next = old.Count == 0 ? 1 : old.Max(revision => revision.Revision) + 1;
        // Equal ones come of races; the others go with the history.
        var current = byMatch[true].MaxBy(revision => revision.Revision);
        old.AddRange(byMatch[true].Where(revision => revision != current));
        if (current is null) current = await CreateAsync(set, next, cancel);
        else if (current.Revision < next) current = (await client.UpdateAsync(current with { Revision = next }, cancel)).Value;
        return (current.Metadata.Labels.GetValueOrDefault(DaemonPods.HashLabel) ?? current.Metadata.Name, old);
    }

    /// <summary>Deletes the lowest revisions beyond the limit that no pod has.</summary>
    /// <exception cref="ApiException">A deletion failed.</exception>
    public async ValueTask CleanAsync(DaemonSet set, IReadOnlyList<ControllerRevision> old, IReadOnlySet<string> live, CancellationToken cancel)
    {
        var surplus = Math.Max(old.Count - (set.Spec.RevisionHistoryLimit ?? 10), 0);
        var unused = old.Where(revision => !live.Contains(revision.Metadata.Labels.GetValueOrDefault(DaemonPods.HashLabel) ?? ""));
        foreach (var revision in unused.OrderBy(revision => revision.Revision).Take(surplus))
        {
            var deleted = await client.DeleteAsync<ControllerRevision>(revision.Key, DeleteOptions.Empty, cancel);
            if (deleted.Error is { IsNotFound: false } error) throw new ApiException(error);
        }
    }

    /// <summary>By meaning, not by bytes: revisions written by upstream's controller have another order of members.</summary>
    public static bool IsOf(DaemonSet set, ControllerRevision revision) =>
        ObjectJson.Decode<DaemonSet>(revision.Data.Span, DecodeOptions.Default).Value?.Spec.Template == set.Spec.Template;

    private async ValueTask<ControllerRevision> CreateAsync(DaemonSet set, long number, CancellationToken cancel)
    {
        var hash = TemplateHash.Of(set.Spec.Template, set.Status.CollisionCount);
        var revision = new ControllerRevision
        {
            Metadata = new()
            {
                Name = $"{set.Metadata.Name}-{hash}",
                Namespace = set.Metadata.Namespace,
                Labels = set.Spec.Template.Metadata.Labels.SetItem(DaemonPods.HashLabel, hash),
                Annotations = set.Metadata.Annotations,
                OwnerReferences = [set.ToControllerReference()],
            },
            Data = TemplatePatch.Of(set.Spec.Template),
            Revision = number,
        };
        var created = await client.CreateAsync(revision, cancel);
        if (created.Error is not { IsAlreadyExists: true } error) return created.Value;
        var there = (await client.GetAsync<ControllerRevision>(revision.Key, cancel)).Value;
        if (IsOf(set, there)) return there;
        var status = set.Status with { CollisionCount = (set.Status.CollisionCount ?? 0) + 1 };
        await client.UpdateStatusAsync(set with { Status = status }, cancel);
        throw new ApiException(error);
    }
}
