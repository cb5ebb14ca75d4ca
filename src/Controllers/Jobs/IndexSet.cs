using System.Globalization;
using System.Text;

namespace Kybernet.Controllers.Jobs;

/// <summary>
/// Completion indexes as intervals, in order and apart from each other: <c>0,2,3,5-9</c>. Two neighbours are written with a comma, more with a
/// dash. Upstream: <c>orderedIntervals</c> in <c>indexed_job_utils.go</c>.
/// </summary>
public sealed class IndexSet
{
    public static readonly IndexSet Empty = new([]);

    private readonly (int First, int Last)[] _intervals;

    private IndexSet((int First, int Last)[] intervals) => _intervals = intervals;

    public int Total => _intervals.Sum(interval => interval.Last - interval.First + 1);

    public IReadOnlyList<(int First, int Last)> Intervals => _intervals;

    /// <summary>Reads what a status says; indexes from <paramref name="completions"/> on do not count, nor does what is no number.</summary>
    public static IndexSet Parse(string text, int completions)
    {
        if (text.Length == 0) return Empty;
        var intervals = new List<(int First, int Last)>();
        foreach (var part in text.Split(','))
        {
            var limits = part.Split('-');
            if (!TryNumber(limits[0], out var first)) continue;
            if (first >= completions) break;
            var last = first;
            if (limits.Length > 1 && !TryNumber(limits[1], out last)) continue;
            Append(intervals, (first, Math.Min(last, completions - 1)));
        }

        return new([.. intervals]);
    }

    public IndexSet With(IEnumerable<int> indexes) => Merge(new([.. indexes.Order().Select(index => (index, index))]));

    public IndexSet Merge(IndexSet other)
    {
        var merged = new List<(int First, int Last)>(_intervals.Length + other._intervals.Length);
        foreach (var interval in _intervals.Concat(other._intervals).OrderBy(interval => interval.First)) Append(merged, interval);
        return new([.. merged]);
    }

    public bool Has(int index) => Array.Exists(_intervals, interval => interval.First <= index && index <= interval.Last);

    /// <summary>How many indexes both have.</summary>
    public int Overlap(IndexSet other)
    {
        var (count, mine, theirs) = (0, 0, 0);
        while (mine < _intervals.Length && theirs < other._intervals.Length)
        {
            var (a, b) = (_intervals[mine], other._intervals[theirs]);
            count += Math.Max(Math.Min(a.Last, b.Last) - Math.Max(a.First, b.First) + 1, 0);
            if (a.Last <= b.Last) mine++;
            if (b.Last <= a.Last) theirs++;
        }

        return count;
    }

    /// <summary>The lowest <paramref name="count"/> indexes below <paramref name="completions"/> that are not in the set.</summary>
    public IReadOnlyList<int> FirstMissing(int count, int completions)
    {
        var missing = new List<int>(count);
        var candidate = 0;
        foreach (var (first, last) in _intervals)
        {
            for (; candidate < Math.Min(first, completions) && missing.Count < count; candidate++) missing.Add(candidate);
            candidate = Math.Max(candidate, last + 1);
        }

        for (; candidate < completions && missing.Count < count; candidate++) missing.Add(candidate);
        return missing;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (first, last) in _intervals)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{first}");
            if (last > first) text.Append(last == first + 1 ? ',' : '-').Append(CultureInfo.InvariantCulture, $"{last}");
        }

        return text.ToString();
    }

    private static void Append(List<(int First, int Last)> intervals, (int First, int Last) next)
    {
        if (intervals.Count == 0 || next.First > intervals[^1].Last + 1) intervals.Add(next);
        else if (intervals[^1].Last < next.Last) intervals[^1] = (intervals[^1].First, next.Last);
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
