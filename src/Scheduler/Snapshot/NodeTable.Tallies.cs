using Kybernet.Machinery.Selectors;

namespace Kybernet.Scheduler.Snapshot;

public sealed partial class NodeTable
{
    // Each change of a pod is told to all of them: few enough to cost less than counting once.
    private const int MostTallies = 16;

    // The one asked for last comes last.
    private readonly List<PodTally> _tallies = [];

    /// <summary>The numbers of matching pods by row. Pods of one kind come in crowds: those of the selectors asked for last are kept in step.</summary>
    public PodTally TallyOf(string @namespace, Selector selector)
    {
        var at = _tallies.FindLastIndex(tally => tally.IsOf(@namespace, selector));
        var found = at >= 0 ? _tallies[at] : Counted(new(@namespace, selector));
        if (at == _tallies.Count - 1 && at >= 0) return found;
        if (at >= 0) _tallies.RemoveAt(at);
        else if (_tallies.Count == MostTallies) _tallies.RemoveAt(0);
        _tallies.Add(found);
        return found;
    }

    private PodTally Counted(PodTally tally)
    {
        foreach (var row in _rowOf.Values)
            foreach (var pod in _pods[row]) tally.Change(row, pod, 1);
        return tally;
    }
}
