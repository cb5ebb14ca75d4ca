using Kybernet.Api.Core.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Values;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.ApiServer.Subresources;

/// <summary><c>pods/eviction</c>: deletes a pod if its disruption budget allows. Upstream: <c>EvictionREST</c>.</summary>
/// <param name="budgets">The PodDisruptionBudgets.</param>
internal sealed class PodEviction(Func<Resource> budgets) : IPostedSubresource
{
    private const int MaxAttempts = 20;

    public GroupVersionKind Kind => Eviction.Gvk;

    public async ValueTask<Outcome<IKind>> PostAsync(Resource resource, IKind body, WriteRequest request, CancellationToken cancel)
    {
        var eviction = (Eviction)body;
        if (eviction.Metadata.Name != request.Name) return ApiError.BadRequest("name in URL does not match name in Eviction object");
        var options = eviction.DeleteOptions ?? DeleteOptions.Empty;
        request = request with { IsDryRun = request.IsDryRun || options.DryRun.Contains("All") };
        var mayRetry = options.Preconditions?.ResourceVersion is null;
        for (var attempt = 1; ; attempt++)
        {
            var evicted = await TryEvictAsync(resource, request, options, cancel);
            if (evicted.IsOk || !evicted.Error.IsConflict || !mayRetry || attempt == MaxAttempts) return evicted;
        }
    }

    private async ValueTask<Outcome<IKind>> TryEvictAsync(Resource resource, WriteRequest request, DeleteOptions options, CancellationToken cancel)
    {
        var read = await ObjectReader.ReadAsync(resource, resource.KeyOf(request.Namespace, request.Name), cancel);
        if (!read.TryGet(out var stored, out var error)) return error;
        if (stored?.Value is not Pod pod) return ApiError.NotFound(resource.Info.GroupResource, request.Name);
        var pins = false;
        if (IgnoresBudget(pod))
        {
            pins = pod.Status.Phase == "Pending" && pod.Metadata.DeletionTimestamp is null;
        }
        else
        {
            var judged = await JudgeAsync(pod, request, cancel);
            if (!judged.TryGet(out pins, out error)) return error;
        }

        if (pins && options.Preconditions?.ResourceVersion is null)
            options = options with
            {
                Preconditions = (options.Preconditions
                ?? Machinery.Meta.Preconditions.Empty) with
                { ResourceVersion = pod.Metadata.ResourceVersion }
            };
        if (!request.IsDryRun)
        {
            var marked = await MarkAsync(resource, request, options, cancel);
            if (!marked.TryGet(out var current, out error)) return error;
            options = current;
        }

        var deleted = await ObjectDeleter.DeleteAsync(resource, request with { Subresource = "" }, options, cancel);
        return deleted.IsOk ? Outcome<IKind>.Ok(new Status { StatusValue = StatusErrors.Success }) : deleted.Error;
    }

    /// <summary>Says in the pod's status that it is disrupted, before it is deleted.</summary>
    /// <returns>The options, with the new revision where they asked for one.</returns>
    private static async ValueTask<Outcome<DeleteOptions>> MarkAsync(
        Resource resource, WriteRequest request, DeleteOptions options, CancellationToken cancel)
    {
        var marked = await ObjectUpdater.UpdateAsync(
            resource, resource.Doors["status"], request with { Subresource = "status" }, options.Preconditions,
            (current, _) => new(Outcome<IObject>.Ok(Marked((Pod)current!, resource.Time.GetUtcNow()))), mayCreate: false, cancel);
        if (!marked.TryGet(out var updated, out var error)) return error;
        if (options.Preconditions is not { ResourceVersion: not null } before) return options;
        return options with { Preconditions = before with { ResourceVersion = updated.Object.Value.Metadata.ResourceVersion } };
    }

    private static Pod Marked(Pod pod, DateTimeOffset now)
    {
        var condition = new PodCondition
        {
            Type = PodConditionType.DisruptionTarget,
            ObservedGeneration = pod.Metadata.Generation,
            Status = ConditionStatus.True,
            Reason = "EvictionByEvictionAPI",
            Message = "Eviction API: evicting",
        };
        return pod with { Status = pod.Status with { Conditions = PodConditions.Set(pod.Status.Conditions, condition, now) } };
    }

    private static bool IgnoresBudget(Pod pod) =>
        pod.Status.Phase is "Succeeded" or "Failed" or "Pending" || pod.Metadata.DeletionTimestamp is not null;

    /// <summary>True when the deletion holds only for the pod as it was seen; an error when the budget forbids it.</summary>
    private async ValueTask<Outcome<bool>> JudgeAsync(Pod pod, WriteRequest request, CancellationToken cancel)
    {
        var matching = Matching(pod);
        if (matching.Count > 1)
            return new ApiError(500, "", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
        if (matching.Count == 0) return false;
        var budget = matching[0];
        if (!PodConditions.IsReady(pod))
        {
            if (budget.Spec.UnhealthyPodEvictionPolicy == "AlwaysAllow") return true;
            if (budget.Status.CurrentHealthy >= budget.Status.DesiredHealthy && budget.Status.DesiredHealthy > 0) return true;
        }

        var taken = await ObjectUpdater.UpdateAsync(
            budgets(), budgets().Doors["status"],
            request with { Name = budget.Metadata.Name, Subresource = "status" }, null,
            (current, _) => new(DisruptionBudgets.Take((PodDisruptionBudget)current!, pod.Metadata.Name, Time.From(budgets().Time.GetUtcNow()))),
            mayCreate: false, cancel);
        return taken.IsOk ? false : taken.Error;
    }

    private List<PodDisruptionBudget> Matching(Pod pod)
    {
        var found = new List<PodDisruptionBudget>();
        foreach (var item in budgets().Cache.Snapshot.Objects.Under(pod.Metadata.Namespace + "/"))
        {
            if (item.Value is PodDisruptionBudget budget && budget.Spec.Selector.TryToSelector(out var selector, out _)
                && selector.Matches(pod.Metadata.Labels))
                found.Add(budget);
        }

        return found;
    }
}
