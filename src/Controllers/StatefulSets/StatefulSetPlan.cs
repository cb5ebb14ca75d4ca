using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.StatefulSets;

/// <summary>What is to be done for a StatefulSet, and its status. Upstream: <c>updateStatefulSet</c> in <c>stateful_set_control.go</c>.</summary>
/// <remarks>
/// In order, a pod is made only when those before it are available, and one is deleted only when all others are: one step a pass. In parallel
/// nothing waits for another, but for a rollout, which keeps to the pods that may be unavailable.
/// </remarks>
public sealed class StatefulSetPlan
{
    private readonly StatefulSet _set;
    private readonly StatefulRevisions _revisions;
    private readonly DateTimeOffset _now;
    private readonly List<Pod> _create = [];
    private readonly List<Pod> _delete = [];
    private readonly List<Pod> _update = [];

    private StatefulSetPlan(StatefulSet set, StatefulRevisions revisions, DateTimeOffset now)
    {
        _set = set;
        _revisions = revisions;
        _now = now;
    }

    /// <summary>In this order.</summary>
    public IReadOnlyList<Pod> Create => _create;

    public IReadOnlyList<Pod> Delete => _delete;

    /// <summary>Pods as they should be written: their labels or volumes are not those of their number.</summary>
    public IReadOnlyList<Pod> Update => _update;

    public StatefulSetStatus Status { get; private set; } = StatefulSetStatus.Empty;

    private bool IsOrdered => _set.Spec.PodManagementPolicy != PodManagementPolicyType.Parallel;

    /// <param name="set">The set.</param>
    /// <param name="revisions">Its templates.</param>
    /// <param name="pods">The pods it controls.</param>
    /// <param name="now">The time.</param>
    public static StatefulSetPlan For(StatefulSet set, StatefulRevisions revisions, IReadOnlyList<Pod> pods, DateTimeOffset now)
    {
        var plan = new StatefulSetPlan(set, revisions, now);
        plan.Status = plan.StatusOf(pods);
        if (!set.Metadata.IsBeingDeleted) plan.Compute(pods);
        plan.Complete();
        return plan;
    }

    private void Compute(IReadOnlyList<Pod> pods)
    {
        var first = StatefulPods.FirstOf(_set);
        var byOrdinal = pods.ToLookup(pod => StatefulPods.OrdinalOf(_set, pod));
        var there = new Pod?[_set.Spec.Replicas ?? 1];
        for (var i = 0; i < there.Length; i++) there[i] = byOrdinal[first + i].FirstOrDefault();
        var condemned = byOrdinal.Where(group => group.Key >= 0 && !StatefulPods.IsInRange(_set, group.Key))
            .OrderByDescending(group => group.Key).SelectMany(group => group).ToList();
        // A number without a pod is unavailable too, and comes first of all.
        var firstUnavailable = there.Concat(condemned.AsEnumerable().Reverse()).FirstOrDefault(pod => pod is null || IsUnavailable(pod));
        for (var i = 0; i < there.Length; i++)
            if (!Keep(there[i], first + i) && IsOrdered) return;
        foreach (var pod in condemned)
            if (!Remove(pod, firstUnavailable) && IsOrdered) return;
        if (_set.Spec.UpdateStrategy.Type != StatefulSetUpdateStrategyType.OnDelete) Roll(there);
    }

    /// <summary>A pod that is to be there. False when what comes after it has to wait.</summary>
    private bool Keep(Pod? pod, int ordinal)
    {
        if (pod is null)
        {
            _create.Add(StatefulPods.NewPod(_set, IsOld(ordinal) ? _revisions.Current : _revisions.Update, ordinal));
            return false;
        }

        if (pod.IsTerminal)
        {
            if (!pod.Metadata.IsBeingDeleted) _delete.Add(pod);
            return false;
        }

        if (IsOrdered && IsUnavailable(pod)) return false;
        if (!StatefulPods.HasIdentity(_set, pod)) _update.Add(StatefulPods.WithIdentity(_set, pod, ordinal));
        return true;
    }

    /// <summary>A pod that is to go. False when what comes after it has to wait.</summary>
    private bool Remove(Pod pod, Pod? firstUnavailable)
    {
        if (pod.Metadata.IsBeingDeleted) return false;
        if (IsOrdered && IsUnavailable(pod) && pod != firstUnavailable) return false;
        _delete.Add(pod);
        return false;
    }

    /// <summary>Deletes pods of an older revision, from the highest number, as far as pods may be unavailable.</summary>
    private void Roll(Pod?[] pods)
    {
        var rolling = _set.Spec.UpdateStrategy.RollingUpdate;
        (rolling?.MaxUnavailable ?? 1).TryGetScaledValue(pods.Length, roundUp: false, out var most, out _);
        var left = Math.Max(most, 1) - pods.Count(pod => pod is null || IsUnavailable(pod));
        for (var i = pods.Length - 1; i >= (rolling?.Partition ?? 0) && left > 0; i--)
        {
            if (pods[i] is not { Metadata.DeletionTimestamp: null } pod || StatefulPods.RevisionOf(pod) == _revisions.Update.Name) continue;
            _delete.Add(pod);
            left--;
            Status = Status with { CurrentReplicas = Status.CurrentReplicas - 1 };
        }
    }

    /// <summary>The number is one that a rollout has not come to.</summary>
    private bool IsOld(int ordinal)
    {
        var (strategy, first) = (_set.Spec.UpdateStrategy, StatefulPods.FirstOf(_set));
        if (strategy.RollingUpdate is { } rolling) return ordinal < first + (rolling.Partition ?? 0);
        return strategy.Type == StatefulSetUpdateStrategyType.RollingUpdate && ordinal < first + _set.Status.CurrentReplicas;
    }

    private bool IsUnavailable(Pod pod) =>
        pod.Metadata.IsBeingDeleted || pod.Status.Phase != PodPhase.Running || !pod.IsAvailable(_set.Spec.MinReadySeconds, _now);

    private StatefulSetStatus StatusOf(IReadOnlyList<Pod> pods)
    {
        var ready = pods.Where(static pod => pod.Status.Phase == PodPhase.Running && pod.IsReady).ToList();
        var staying = pods.Where(static pod => !pod.Metadata.IsBeingDeleted).CountBy(StatefulPods.RevisionOf).ToDictionary();
        return _set.Status with
        {
            ObservedGeneration = _set.Metadata.Generation,
            Replicas = pods.Count,
            ReadyReplicas = ready.Count,
            AvailableReplicas = ready.Count(pod => pod.IsAvailable(_set.Spec.MinReadySeconds, _now)),
            CurrentReplicas = staying.GetValueOrDefault(_revisions.Current.Name),
            UpdatedReplicas = staying.GetValueOrDefault(_revisions.Update.Name),
            CurrentRevision = _revisions.Current.Name,
            UpdateRevision = _revisions.Update.Name,
            CollisionCount = _revisions.Collisions ?? 0,
        };
    }

    /// <summary>A rollout that is through: what it went to is what the set comes from next time.</summary>
    private void Complete()
    {
        var wanted = _set.Spec.Replicas ?? 1;
        var isThrough = Status.UpdatedReplicas == wanted && Status.ReadyReplicas == wanted && Status.Replicas == wanted;
        if (_set.Spec.UpdateStrategy.Type == StatefulSetUpdateStrategyType.RollingUpdate && isThrough)
            Status = Status with { CurrentReplicas = Status.UpdatedReplicas, CurrentRevision = Status.UpdateRevision };
    }
}
