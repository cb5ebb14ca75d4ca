using System.Runtime.InteropServices;

namespace Kybernet.Scheduler.Snapshot;

public sealed partial class NodeTable
{
    // Most nodes have no pod with host ports: null.
    private List<HostPort>?[] _ports = [];

    private readonly Dictionary<int, List<PodInfo>> _affine = [];

    /// <summary>The pods with affinity to other pods, by row; rows without such pods are left out.</summary>
    public IReadOnlyDictionary<int, List<PodInfo>> AffinePods => _affine;

    /// <summary>The pods of a row, in no order.</summary>
    public ReadOnlySpan<PodInfo> PodsOf(int row) => CollectionsMarshal.AsSpan(_pods[row]);

    /// <summary>The host ports used on a row.</summary>
    public ReadOnlySpan<HostPort> PortsOf(int row) => CollectionsMarshal.AsSpan(_ports[row]);

    /// <summary>True when any pod of any node uses a host port.</summary>
    public bool HasHostPorts { get; private set; }

    /// <summary>Counts a pod on its node, which may not be known yet.</summary>
    public void AddPod(PodInfo pod, string node)
    {
        if (_rowOf.TryGetValue(node, out var row)) Apply(row, pod, 1);
        else HomelessOf(node).Add(pod);
    }

    public void RemovePod(PodInfo pod, string node)
    {
        if (_rowOf.TryGetValue(node, out var row))
        {
            Apply(row, pod, -1);
            return;
        }

        if (!_homeless.TryGetValue(node, out var pods)) return;
        pods.Remove(pod);
        if (pods.Count == 0) _homeless.Remove(node);
    }

    /// <summary>Counts a pod on a row for a trial; <see cref="RemovePod(PodInfo, int)"/> undoes it.</summary>
    public void AddPod(PodInfo pod, int row) => Apply(row, pod, 1);

    /// <inheritdoc cref="AddPod(PodInfo, int)"/>
    public void RemovePod(PodInfo pod, int row) => Apply(row, pod, -1);

    private List<PodInfo> HomelessOf(string node) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_homeless, node, out _) ??= [];

    private void Apply(int row, PodInfo pod, int sign)
    {
        if (sign > 0) _pods[row].Add(pod);
        else if (!_pods[row].Remove(pod)) throw new InvalidOperationException($"pod {pod.Key} is not on node {NameOf(row)}");
        _podCounts[row] += sign;
        foreach (var tally in _tallies) tally.Change(row, pod, sign);
        foreach (var request in pod.Requests) Column(ref _requested, request.Resource)[row] += sign * request.Amount;
        _scoredCpu[row] += sign * pod.ScoredCpu;
        _scoredMemory[row] += sign * pod.ScoredMemory;
        if (!pod.Affinity.IsEmpty) ApplyAffine(row, pod, sign);
        foreach (var port in pod.HostPorts)
        {
            if (sign > 0) (_ports[row] ??= []).Add(port);
            else _ports[row]?.Remove(port);
            HasHostPorts = true;
        }
    }

    private void ApplyAffine(int row, PodInfo pod, int sign)
    {
        ref var pods = ref CollectionsMarshal.GetValueRefOrAddDefault(_affine, row, out _);
        pods ??= [];
        if (sign > 0) pods.Add(pod);
        else pods.Remove(pod);
        if (pods.Count == 0) _affine.Remove(row);
    }
}
