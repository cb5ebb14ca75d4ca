using Kybernet.Api.Policy.V1;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Preemption;

/// <summary>The budgets that evictions should respect. Upstream: <c>filterPodsWithPDBViolation</c>.</summary>
public sealed class DisruptionBudgets
{
    private readonly (PodDisruptionBudget Budget, Selector Selector)[] _budgets;

    /// <param name="budgets">All there are; those with an empty or invalid selector hold for no pod.</param>
    public DisruptionBudgets(IEnumerable<PodDisruptionBudget> budgets) => _budgets =
    [
        .. budgets.Select(budget => (budget, budget.Spec.Selector.TryToSelector(out var selector, out _) ? selector : Selector.Nothing))
            .Where(budget => !budget.Item2.MatchesNothing && !budget.Item2.IsEmpty),
    ];

    /// <summary>Parts pods into those that would violate a budget when all went, in order, and the others. Keeps the order.</summary>
    public (List<PodInfo> Violating, List<PodInfo> Others) Split(IEnumerable<PodInfo> pods)
    {
        var (violating, others) = (new List<PodInfo>(), new List<PodInfo>());
        Span<int> allowed = new int[_budgets.Length];
        for (var i = 0; i < allowed.Length; i++) allowed[i] = _budgets[i].Budget.Status.DisruptionsAllowed;
        foreach (var pod in pods) (Take(pod, allowed) ? others : violating).Add(pod);
        return (violating, others);
    }

    private bool Take(PodInfo pod, Span<int> allowed)
    {
        var metadata = pod.Pod.Metadata;
        var isAllowed = true;
        for (var i = 0; i < _budgets.Length && !metadata.Labels.IsEmpty; i++)
        {
            var (budget, selector) = _budgets[i];
            if (budget.Metadata.Namespace != metadata.Namespace || !selector.Matches(metadata.Labels)) continue;
            // Evicted already: the budget knows.
            if (budget.Status.DisruptedPods.ContainsKey(metadata.Name)) continue;
            isAllowed &= --allowed[i] >= 0;
        }

        return isAllowed;
    }
}
