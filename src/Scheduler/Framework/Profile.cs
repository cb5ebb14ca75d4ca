using Kybernet.Api.Core.V1;
using Kybernet.Client.Events;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Framework;

/// <summary>
/// A scheduler by its name: the plugins of each extension point, in their order. Runs them. Upstream: <c>framework/runtime</c>.
/// </summary>
/// <remarks>At most 64 Filter plugins and 64 Score plugins: which of them are left out of a cycle is a bit set.</remarks>
public sealed class Profile
{
    private readonly ExtensionPoints _points;

    // For each PreFilter and PreScore plugin its place among the Filter and Score plugins; -1 when it is none.
    private readonly int[] _filterOf;
    private readonly int[] _scoreOf;
    private long[] _scores = [];

    public Profile(string schedulerName, int? percentageOfNodesToScore, ExtensionPoints points, IEventRecorder events)
    {
        SchedulerName = schedulerName;
        PercentageOfNodesToScore = percentageOfNodesToScore;
        Events = events;
        _points = points;
        _filterOf = [.. points.PreFilter.Select(plugin => Array.FindIndex(points.Filter, other => ReferenceEquals(other, plugin)))];
        _scoreOf = [.. points.PreScore.Select(plugin => Array.FindIndex(points.Score, other => ReferenceEquals(other.Plugin, plugin)))];
    }

    /// <summary>The pods of this <c>spec.schedulerName</c> are its own.</summary>
    public string SchedulerName { get; }

    /// <summary>Null for the configuration's.</summary>
    public int? PercentageOfNodesToScore { get; }

    public IEventRecorder Events { get; }

    public IQueueSortPlugin QueueSort => _points.QueueSort;

    public bool HasScores => _points.Score.Length > 0;

    public bool HasPostFilters => _points.PostFilter.Length > 0;

    public IEnumerable<IPlugin> Plugins => _points.All;

    public IReadOnlyList<IPreBindPlugin> PreBind => _points.PreBind;

    public IReadOnlyList<IBindPlugin> Bind => _points.Bind;

    public IReadOnlyList<IPostBindPlugin> PostBind => _points.PostBind;

    public PluginStatus? RunPreEnqueue(Pod pod)
    {
        foreach (var plugin in _points.PreEnqueue)
            if (plugin.PreEnqueue(pod) is { } held) return held;
        return null;
    }

    /// <summary>Null to go on.</summary>
    /// <param name="state">The cycle's.</param>
    /// <param name="pod">The pod to place.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="names">The only nodes to look at; null for all.</param>
    /// <param name="restricting">The plugins that named nodes.</param>
    public PluginStatus? RunPreFilter(CycleState state, PodInfo pod, NodeTable nodes, out HashSet<string>? names, out List<string> restricting)
    {
        names = null;
        restricting = [];
        for (var i = 0; i < _points.PreFilter.Length; i++)
        {
            var plugin = _points.PreFilter[i];
            var status = plugin.PreFilter(state, pod, nodes, out var only);
            if (status?.Code == StatusCode.Skip)
            {
                if (_filterOf[i] >= 0) state.SkippedFilters |= 1UL << _filterOf[i];
                continue;
            }

            if (status is not null) return status;
            if (only is null) continue;
            restricting.Add(plugin.Name);
            if (names is null) names = [.. only];
            else names.IntersectWith(only);
            if (names.Count > 0) continue;
            var message = restricting.Count == 1
                ? $"node(s) didn't satisfy plugin {restricting[0]}"
                : $"node(s) didn't satisfy plugin(s) [{string.Join(' ', restricting)}] simultaneously";
            return PluginStatus.Unresolvable("", message);
        }

        return null;
    }

    /// <summary>Leaves null where the node fits, for each row the first objection where it does not.</summary>
    public void RunFilters(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<PluginStatus?> verdicts)
    {
        for (var i = 0; i < _points.Filter.Length; i++)
            if ((state.SkippedFilters & (1UL << i)) == 0) _points.Filter[i].Filter(state, pod, nodes, rows, verdicts);
    }

    /// <summary>Tells the PreFilter plugins that a row has a pod more, or less, in a trial.</summary>
    public void RunPreFilterExtensions(CycleState state, PodInfo pod, PodInfo other, bool isAdded, int row, NodeTable nodes)
    {
        for (var i = 0; i < _points.PreFilter.Length; i++)
        {
            if (_points.PreFilter[i] is not IPreFilterExtensions extensions) continue;
            if (_filterOf[i] >= 0 && (state.SkippedFilters & (1UL << _filterOf[i])) != 0) continue;
            if (isAdded) extensions.AddPod(state, pod, other, row, nodes);
            else extensions.RemovePod(state, pod, other, row, nodes);
        }
    }

    /// <summary>Runs the PostFilter plugins until one makes room.</summary>
    public PostFilterResult RunPostFilters(CycleState state, PodInfo pod, NodeTable nodes, Diagnosis diagnosis)
    {
        string? nominated = null;
        var messages = new List<string>();
        var code = StatusCode.Unschedulable;
        foreach (var plugin in _points.PostFilter)
        {
            var result = plugin.PostFilter(this, state, pod, nodes, diagnosis);
            if (result.Status is null) return result;
            if (result.Status.Code == StatusCode.Error) return result;
            if (result.Status.Code == StatusCode.UnschedulableAndUnresolvable) code = result.Status.Code;
            nominated ??= result.NominatedNode;
            messages.AddRange(result.Status.Reasons);
        }

        return new(new(code, "", [.. messages]), nominated);
    }

    /// <summary>Adds up the weighted scores of the nodes.</summary>
    /// <returns>Null, or the error of a plugin.</returns>
    public PluginStatus? RunScores(CycleState state, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, Span<long> totals)
    {
        totals.Clear();
        for (var i = 0; i < _points.PreScore.Length; i++)
        {
            var status = _points.PreScore[i].PreScore(state, pod, nodes, rows);
            if (status is null) continue;
            if (status.Code != StatusCode.Skip) return status;
            if (_scoreOf[i] >= 0) state.SkippedScores |= 1UL << _scoreOf[i];
        }

        if (_scores.Length < rows.Length) _scores = new long[nodes.RowLimit];
        var scores = _scores.AsSpan(0, rows.Length);
        for (var i = 0; i < _points.Score.Length; i++)
        {
            if ((state.SkippedScores & (1UL << i)) != 0) continue;
            var (plugin, weight) = _points.Score[i];
            plugin.Score(state, pod, nodes, rows, scores);
            plugin.NormalizeScores(state, pod, nodes, rows, scores);
            for (var at = 0; at < scores.Length; at++) totals[at] += scores[at] * weight;
        }

        return null;
    }

    public PluginStatus? RunReserve(CycleState state, PodInfo pod, string node)
    {
        foreach (var plugin in _points.Reserve)
            if (plugin.Reserve(state, pod, node) is { } status) return status;
        return null;
    }

    /// <summary>In the opposite order of reserving.</summary>
    public void RunUnreserve(CycleState state, PodInfo pod, string node)
    {
        for (var i = _points.Reserve.Length - 1; i >= 0; i--) _points.Reserve[i].Unreserve(state, pod, node);
    }

    /// <summary>Null when all approve; a status of code Wait when <paramref name="waits"/> has to be waited for.</summary>
    public PluginStatus? RunPermit(CycleState state, PodInfo pod, string node, out Dictionary<string, TimeSpan>? waits)
    {
        waits = null;
        PluginStatus? waiting = null;
        foreach (var plugin in _points.Permit)
        {
            var (status, timeout) = plugin.Permit(state, pod, node);
            if (status is null) continue;
            if (status.Code != StatusCode.Wait) return status;
            // Upstream's longest wait is a quarter of an hour.
            (waits ??= [])[plugin.Name] = timeout < TimeSpan.FromMinutes(15) ? timeout : TimeSpan.FromMinutes(15);
            waiting = status;
        }

        return waiting;
    }
}
