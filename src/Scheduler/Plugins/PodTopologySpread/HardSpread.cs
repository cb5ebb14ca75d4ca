using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.PodTopologySpread;

/// <summary>The numbers of matching pods in the domains of a pod's hard constraints. Upstream: <c>podtopologyspread/filtering.go</c>.</summary>
public sealed class HardSpread : ICycleValue
{
    private const int NoDomain = -1;

    private readonly SpreadConstraint[] _constraints;
    private readonly LabelColumn?[] _columns;
    private readonly RequiredNodes _required;
    private readonly PodInfo _pod;

    // For each constraint, by the number of the label's value; NoDomain for values of nodes that do not count.
    private readonly int[][] _counts;

    public HardSpread(SpreadConstraint[] constraints, PodInfo pod, NodeTable nodes)
    {
        (_constraints, _pod) = (constraints, pod);
        _required = RequiredNodes.Of(pod.Pod);
        _columns = [.. constraints.Select(constraint => nodes.Labels.Find(constraint.TopologyKey))];
        _counts = [.. _columns.Select(column => column is null ? [] : Enumerable.Repeat(NoDomain, column.ValueLimit).ToArray())];
        PodTally[] tallies = [.. constraints.Select(constraint => constraint.TallyOf(nodes, pod.Pod.Metadata.Namespace))];
        foreach (var row in nodes.Order)
        {
            if (!HasAllLabels(row)) continue;
            for (var i = 0; i < constraints.Length; i++)
            {
                if (!constraints[i].Includes(nodes[row], pod.Pod, _required)) continue;
                ref var count = ref _counts[i][_columns[i]![row]];
                count = Math.Max(count, 0) + tallies[i][row];
            }
        }
    }

    private HardSpread(HardSpread other)
    {
        (_constraints, _columns, _required, _pod) = (other._constraints, other._columns, other._required, other._pod);
        _counts = [.. other._counts.Select(counts => (int[])counts.Clone())];
    }

    public ICycleValue Clone() => new HardSpread(this);

    /// <summary>Counts a pod more or less in its domains.</summary>
    public void Change(PodInfo other, int row, int by, NodeTable nodes)
    {
        if (other.Pod.Metadata.Namespace != _pod.Pod.Metadata.Namespace || !HasAllLabels(row)) return;
        for (var i = 0; i < _constraints.Length; i++)
        {
            if (!_constraints[i].Selector.Matches(other.Pod.Metadata.Labels) || !_constraints[i].Includes(nodes[row], _pod.Pod, _required)) continue;
            ref var count = ref _counts[i][_columns[i]![row]];
            count = Math.Max(count, 0) + by;
        }
    }

    public void Filter(ReadOnlySpan<int> rows, Span<PluginStatus?> verdicts, PluginStatus missingLabel, PluginStatus skewed)
    {
        for (var i = 0; i < _constraints.Length; i++)
        {
            var constraint = _constraints[i];
            var fewest = Fewest(i);
            var own = constraint.Selector.Matches(_pod.Pod.Metadata.Labels) ? 1 : 0;
            for (var at = 0; at < rows.Length; at++)
            {
                if (verdicts[at] is not null) continue;
                var value = _columns[i]?[rows[at]] ?? LabelTable.Absent;
                if (value == LabelTable.Absent) verdicts[at] = missingLabel;
                else if (Math.Max(_counts[i][value], 0) + own - fewest > constraint.MaxSkew) verdicts[at] = skewed;
            }
        }
    }

    private int Fewest(int constraint)
    {
        var fewest = int.MaxValue;
        var domains = 0;
        foreach (var count in _counts[constraint])
        {
            if (count == NoDomain) continue;
            domains++;
            fewest = Math.Min(fewest, count);
        }

        return domains < _constraints[constraint].MinDomains ? 0 : fewest;
    }

    private bool HasAllLabels(int row)
    {
        foreach (var column in _columns)
            if (column is null || column[row] == LabelTable.Absent) return false;
        return true;
    }
}
