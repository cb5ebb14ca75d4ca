using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Scheduler.Snapshot;

/// <summary>Numbers for the distinct lists of taints of nodes: a plugin judges a list once, not each node. Of the scheduling loop alone.</summary>
public sealed class TaintTable
{
    /// <summary>The number of the list without taints.</summary>
    public const int None = 0;

    private readonly Dictionary<ListOf<Taint>, int> _ids = [];
    private readonly List<ListOf<Taint>> _lists = [[]];
    private readonly List<int> _uses = [0];
    private readonly Stack<int> _free = [];

    /// <summary>Numbers are below this.</summary>
    public int Limit => _lists.Count;

    /// <summary>True when no node has taints.</summary>
    public bool IsEmpty => _ids.Count == 0;

    public ListOf<Taint> this[int id] => _lists[id];

    public int Take(ListOf<Taint> taints)
    {
        if (taints.IsEmpty) return None;
        // When a taint came is nothing to schedule by, and would make each list another.
        var plain = taints.Select(static taint => taint.TimeAdded is null ? taint : taint with { TimeAdded = null }).ToListOf();
        if (!_ids.TryGetValue(plain, out var id))
        {
            if (!_free.TryPop(out id))
            {
                id = _lists.Count;
                _lists.Add([]);
                _uses.Add(0);
            }

            _lists[id] = plain;
            _ids.Add(plain, id);
        }

        _uses[id]++;
        return id;
    }

    /// <summary>A number that no node uses any more is given out again.</summary>
    public void Release(int id)
    {
        if (id == None || --_uses[id] > 0) return;
        _ids.Remove(_lists[id]);
        _lists[id] = [];
        _free.Push(id);
    }
}
