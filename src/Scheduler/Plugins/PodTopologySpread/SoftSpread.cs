using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.PodTopologySpread;

/// <summary>The numbers of matching pods in the domains of a pod's soft constraints. Upstream: <c>podtopologyspread/scoring.go</c>.</summary>
public sealed class SoftSpread
{
    private const string Hostname = "kubernetes.io/hostname";
    private const int NoDomain = -1;

    private readonly SpreadConstraint[] _constraints;
    private readonly LabelColumn?[] _columns;
    private readonly int[][] _counts;
    private readonly double[] _weights;
    private readonly bool _needsAllLabels;
    private readonly PodTally[] _tallies;

    /// <param name="constraints">At least one.</param>
    /// <param name="pod">The pod to place.</param>
    /// <param name="nodes">All nodes.</param>
    /// <param name="rows">Those that fit.</param>
    /// <param name="needsAllLabels">Nodes without one of the labels score nothing: unless the constraints are the system's.</param>
    public SoftSpread(SpreadConstraint[] constraints, PodInfo pod, NodeTable nodes, ReadOnlySpan<int> rows, bool needsAllLabels)
    {
        (_constraints, _needsAllLabels) = (constraints, needsAllLabels);
        _tallies = [.. constraints.Select(constraint => constraint.TallyOf(nodes, pod.Pod.Metadata.Namespace))];
        _columns = [.. constraints.Select(constraint => nodes.Labels.Find(constraint.TopologyKey))];
        _counts = [.. _columns.Select(column => column is null ? [] : Enumerable.Repeat(NoDomain, column.ValueLimit).ToArray())];
        _weights = new double[constraints.Length];
        FindDomains(rows);
        var required = RequiredNodes.Of(pod.Pod);
        foreach (var row in nodes.Order)
        {
            if (IsIgnored(row)) continue;
            for (var i = 0; i < constraints.Length; i++)
            {
                var count = _tallies[i][row];
                if (count == 0 || DomainOf(i, row) is not (>= 0 and var value) || _counts[i][value] == NoDomain) continue;
                if (constraints[i].Includes(nodes[row], pod.Pod, required)) _counts[i][value] += count;
            }
        }
    }

    /// <summary>Fewer is better; the sum over the constraints of the domain's pods, weighed by the number of domains.</summary>
    public void Score(NodeTable nodes, ReadOnlySpan<int> rows, Span<long> scores)
    {
        for (var at = 0; at < rows.Length; at++)
        {
            scores[at] = 0;
            if (IsIgnored(rows[at])) continue;
            var score = 0.0;
            for (var i = 0; i < _constraints.Length; i++)
            {
                var value = _columns[i]?[rows[at]] ?? LabelTable.Absent;
                if (value == LabelTable.Absent) continue;
                var count = IsHostname(i) ? _tallies[i][rows[at]] : _counts[i][value];
                score += (count * _weights[i]) + (_constraints[i].MaxSkew - 1);
            }

            scores[at] = (long)Math.Round(score, MidpointRounding.AwayFromZero);
        }
    }

    public void Normalize(ReadOnlySpan<int> rows, Span<long> scores)
    {
        var (least, greatest) = (long.MaxValue, 0L);
        for (var at = 0; at < rows.Length; at++)
        {
            if (IsIgnored(rows[at])) continue;
            least = Math.Min(least, scores[at]);
            greatest = Math.Max(greatest, scores[at]);
        }

        for (var at = 0; at < rows.Length; at++)
        {
            if (IsIgnored(rows[at])) scores[at] = 0;
            else scores[at] = greatest == 0 ? NodeScores.Max : NodeScores.Max * (greatest + least - scores[at]) / greatest;
        }
    }

    private void FindDomains(ReadOnlySpan<int> rows)
    {
        var sizes = new int[_constraints.Length];
        foreach (var row in rows)
        {
            if (IsIgnored(row)) continue;
            for (var i = 0; i < _constraints.Length; i++)
            {
                if (IsHostname(i))
                {
                    sizes[i]++;
                }
                else if (DomainOf(i, row) is >= 0 and var value && _counts[i][value] == NoDomain)
                {
                    _counts[i][value] = 0;
                    sizes[i]++;
                }
            }
        }

        for (var i = 0; i < sizes.Length; i++) _weights[i] = Math.Log(sizes[i] + 2);
    }

    private bool IsHostname(int constraint) => _constraints[constraint].TopologyKey == Hostname;

    /// <summary>Nodes are counted one by one when they are scored: no domains of hostnames.</summary>
    private int DomainOf(int constraint, int row) => IsHostname(constraint) ? LabelTable.Absent : _columns[constraint]?[row] ?? LabelTable.Absent;

    private bool IsIgnored(int row)
    {
        if (!_needsAllLabels) return false;
        foreach (var column in _columns)
            if (column is null || column[row] == LabelTable.Absent) return true;
        return false;
    }
}
