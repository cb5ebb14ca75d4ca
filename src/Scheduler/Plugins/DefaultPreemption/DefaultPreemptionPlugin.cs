using Kybernet.Api.Core.V1;
using Kybernet.Api.Policy.V1;
using Kybernet.Client.Informers;
using Kybernet.Machinery.Values;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Preemption;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.DefaultPreemption;

/// <summary>
/// Ends pods of lower priority where a pod fits without them, and nominates it to their node. Upstream: <c>plugins/defaultpreemption</c>.
/// </summary>
public sealed class DefaultPreemptionPlugin(PreemptionArguments arguments, PluginContext context, IInformer<PodDisruptionBudget> budgets)
    : IPostFilterPlugin, IPreEnqueuePlugin, IEnqueueExtensions, ISyncedPlugin
{
    private static readonly PluginStatus s_running =
        PluginStatus.Unresolvable(PluginNames.DefaultPreemption, "waiting for the preemption for this pod to be finished");

    public string Name => PluginNames.DefaultPreemption;

    /// <summary>
    /// A pod held while its victims are ended listens to deletions; whether one helps, the plugins know that made it need the room.
    /// </summary>
    public IReadOnlyList<HintedEvent> Events =>
        [new(new(EventResource.Pod, EventActions.Delete), static (_, _, _) => QueueingHint.Skip)];

    public ValueTask WaitForSyncAsync(CancellationToken cancel) => budgets.WaitForSyncAsync(cancel);

    public PluginStatus? PreEnqueue(Pod pod) => context.Evictions.IsRunningFor(pod.Metadata.Uid) ? s_running : null;

    public PostFilterResult PostFilter(Profile profile, CycleState state, PodInfo pod, NodeTable nodes, Diagnosis diagnosis)
    {
        context.Metrics.PreemptionAttempts.Add(default);
        if (WhyNot(pod, nodes, diagnosis) is { } reason) return new(Said(PluginStatus.Unschedulable("", reason)), null);

        var importance = new PodImportance(Time.From(context.Time.GetUtcNow()));
        var victims = new VictimSearch(profile, pod, nodes, context.Nominator, new(budgets.List()), importance);
        var candidates = CandidateSearch.Find(victims, state, nodes, diagnosis, arguments.CandidatesOf, context.Random.Next, out var why);
        // Of an error the nomination stays; otherwise nothing can be hoped for any more.
        if (why is not null) return new(Said(why), why.Code == StatusCode.Error ? null : "");

        var best = CandidateChoice.Best(candidates, importance);
        Evict(profile, pod, best);
        return new(null, best.Node);
    }

    /// <summary>Why the pod may not have others evicted; null when it may. Upstream: <c>PodEligibleToPreemptOthers</c>.</summary>
    public static string? WhyNot(PodInfo pod, NodeTable nodes, Diagnosis diagnosis)
    {
        if (pod.Pod.Spec.PreemptionPolicy == "Never") return "not eligible due to preemptionPolicy=Never.";
        var nominated = pod.Pod.Status.NominatedNodeName;
        if (nominated.Length == 0) return null;
        var row = nodes.RowOf(nominated);
        if (row < 0 || diagnosis.CodeOf(row) == StatusCode.UnschedulableAndUnresolvable) return null;
        foreach (var other in nodes.PodsOf(row))
        {
            if (other.Priority < pod.Priority && VictimCondition.IsTerminating(other.Pod))
                return "not eligible due to a terminating pod on the nominated node.";
        }

        return null;
    }

    private void Evict(Profile profile, PodInfo pod, Candidate best)
    {
        var victims = best.Victims.Where(victim => victim.Pod.Metadata.DeletionTimestamp is null).ToArray();
        if (victims.Length == 0) return;
        context.Metrics.PreemptionVictims.Observe(default, best.Victims.Count);
        // Pods of lower priority that hope for the node may not fit there any more: they look elsewhere now, not after the evictions.
        foreach (var other in context.Nominator.PodsOn(best.Node).Where(other => other.Priority < pod.Priority).ToArray())
        {
            context.Nominator.Remove(other.Uid);
            context.Statuses.ClearNomination(other.Pod);
        }

        context.Evictions.Start(profile, Name, pod, best.Node, victims);
    }

    private static PluginStatus Said(PluginStatus status) => new(status.Code, PluginNames.DefaultPreemption, [$"preemption: {status.Message}"]);
}
