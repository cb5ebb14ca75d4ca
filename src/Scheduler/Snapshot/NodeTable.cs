using Kybernet.Api.Core.V1;

namespace Kybernet.Scheduler.Snapshot;

/// <summary>
/// All nodes as a struct of arrays: a node is a row, what plugins read of it are columns. Filters and scores are loops over columns.
/// Changed in place, a row at a time, by the scheduling loop, the only one to use it: it is cache and snapshot at once.
/// </summary>
/// <remarks>
/// Upstream: <c>backend/cache</c>, whose lock, per-node generations and snapshot copies have no counterpart here, as changes reach the loop
/// through its inbox. A row keeps its number until its node is gone; numbers are given out again. Pods may be known before their node.
/// </remarks>
public sealed partial class NodeTable(ResourceNames resources)
{
    private readonly Dictionary<string, int> _rowOf = [];
    private readonly Dictionary<string, List<PodInfo>> _homeless = [];
    private readonly Stack<int> _free = [];
    private Node?[] _nodes = [];
    private List<PodInfo>[] _pods = [];
    private int[] _allowedPods = [];
    private int[] _podCounts = [];
    private int[] _taintSets = [];
    private bool[] _unschedulable = [];
    private long[][] _allocatable = [];
    private long[][] _requested = [];
    private long[] _scoredCpu = [];
    private long[] _scoredMemory = [];
    private int[]? _order;

    public ResourceNames Resources => resources;

    /// <summary>How many nodes there are.</summary>
    public int Count => _rowOf.Count;

    /// <summary>Rows are below this.</summary>
    public int RowLimit => _nodes.Length;

    public LabelTable Labels { get; } = new();

    public TaintTable Taints { get; } = new();

    public ImageTable Images { get; } = new();

    /// <summary>Grows with each node that comes or goes.</summary>
    public int Version { get; private set; }

    /// <summary>The rows in the order in which they are tried: zone by turns, so that the first ones found are of all zones.</summary>
    public ReadOnlySpan<int> Order => _order ??= ZoneOrder.Of(_rowOf, this);

    public ReadOnlySpan<int> AllowedPods => _allowedPods;

    public ReadOnlySpan<int> PodCounts => _podCounts;

    /// <summary>Numbers in <see cref="Taints"/>.</summary>
    public ReadOnlySpan<int> TaintSets => _taintSets;

    public ReadOnlySpan<bool> Unschedulable => _unschedulable;

    /// <summary>The CPU that the nodes' pods take, with assumed requests.</summary>
    public ReadOnlySpan<long> ScoredCpu => _scoredCpu;

    /// <summary>The memory that the nodes' pods take, with assumed requests.</summary>
    public ReadOnlySpan<long> ScoredMemory => _scoredMemory;

    /// <summary>By row; empty when no node has the resource.</summary>
    public ReadOnlySpan<long> Allocatable(int resource) => resource < _allocatable.Length ? _allocatable[resource] : [];

    /// <summary>By row, of all pods of the node; empty when no pod takes the resource.</summary>
    public ReadOnlySpan<long> Requested(int resource) => resource < _requested.Length ? _requested[resource] : [];

    public Node this[int row] => _nodes[row] ?? throw new ArgumentOutOfRangeException(nameof(row), row, "there is no node in that row");

    public string NameOf(int row) => this[row].Metadata.Name;

    /// <summary>The row of a node, or -1.</summary>
    public int RowOf(string name) => _rowOf.TryGetValue(name, out var row) ? row : -1;

    public Node? Find(string name) => _rowOf.TryGetValue(name, out var row) ? _nodes[row] : null;

    /// <summary>Adds the node or replaces what is known of it.</summary>
    public void SetNode(Node node)
    {
        if (!_rowOf.TryGetValue(node.Metadata.Name, out var row))
        {
            row = TakeRow();
            _rowOf.Add(node.Metadata.Name, row);
            Fill(row, Node.Empty, node);
            if (_homeless.Remove(node.Metadata.Name, out var pods))
                foreach (var pod in pods) Apply(row, pod, 1);
            Changed();
            return;
        }

        var old = this[row];
        Fill(row, old, node);
        if (ZoneOrder.ZoneOf(old) != ZoneOrder.ZoneOf(node)) Changed();
    }

    public void RemoveNode(string name)
    {
        if (!_rowOf.Remove(name, out var row)) return;
        foreach (var pod in _pods[row].ToArray())
        {
            Apply(row, pod, -1);
            HomelessOf(name).Add(pod);
        }

        Fill(row, this[row], Node.Empty);
        _nodes[row] = null;
        _free.Push(row);
        Changed();
    }

    private void Changed()
    {
        Version++;
        _order = null;
    }

    private void Fill(int row, Node old, Node node)
    {
        _nodes[row] = node;
        _unschedulable[row] = node.Spec.Unschedulable;
        _allowedPods[row] = 0;
        for (var i = 0; i < _allocatable.Length; i++) _allocatable[i][row] = 0;
        foreach (var (name, quantity) in node.Status.Allocatable)
        {
            if (name == "pods") _allowedPods[row] = (int)quantity.Value();
            else if (resources.IdOf(name) is >= 0 and var id) Column(ref _allocatable, id)[row] = PodRequests.AmountOf(name, quantity);
        }

        var taints = Taints.Take(node.Spec.Taints);
        Taints.Release(_taintSets[row]);
        _taintSets[row] = taints;
        Labels.Set(row, old.Metadata.Labels, node.Metadata.Labels);
        Images.Set(row, old.Status.Images, node.Status.Images);
    }

    private long[] Column(ref long[][] columns, int resource)
    {
        if (resource >= columns.Length)
        {
            var before = columns.Length;
            Array.Resize(ref columns, resource + 1);
            for (var i = before; i < columns.Length; i++) columns[i] = new long[_nodes.Length];
        }

        return columns[resource];
    }

    private int TakeRow()
    {
        if (_free.TryPop(out var row)) return row;
        var before = _nodes.Length;
        var size = Math.Max(16, 2 * before);
        Array.Resize(ref _nodes, size);
        Array.Resize(ref _pods, size);
        Array.Resize(ref _ports, size);
        Array.Resize(ref _allowedPods, size);
        Array.Resize(ref _podCounts, size);
        Array.Resize(ref _taintSets, size);
        Array.Resize(ref _unschedulable, size);
        Array.Resize(ref _scoredCpu, size);
        Array.Resize(ref _scoredMemory, size);
        for (var i = 0; i < _allocatable.Length; i++) Array.Resize(ref _allocatable[i], size);
        for (var i = 0; i < _requested.Length; i++) Array.Resize(ref _requested[i], size);
        for (var i = size - 1; i >= before; i--)
        {
            _pods[i] = [];
            _free.Push(i);
        }

        return _free.Pop();
    }
}
