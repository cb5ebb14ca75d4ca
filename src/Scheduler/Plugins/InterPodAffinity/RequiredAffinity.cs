using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.InterPodAffinity;

/// <summary>Where pods are that a pod needs or avoids, or that avoid it. Upstream: <c>interpodaffinity/filtering.go</c>.</summary>
public sealed class RequiredAffinity : ICycleValue
{
    private readonly PodInfo _pod;
    private readonly ILister<Namespace> _namespaces;
    private readonly TopologyCounts _needed;
    private readonly TopologyCounts _avoided;
    private readonly TopologyCounts _avoiding;

    public RequiredAffinity(PodInfo pod, NodeTable nodes, ILister<Namespace> namespaces)
    {
        (_pod, _namespaces) = (pod, namespaces);
        (_needed, _avoided, _avoiding) = (new TopologyCounts(), new TopologyCounts(), new TopologyCounts());
        foreach (var (row, others) in nodes.AffinePods)
            foreach (var other in others) ChangeAvoiding(other, row, 1, nodes);
        if (pod.Affinity.Required.Length + pod.Affinity.RequiredAnti.Length == 0) return;
        foreach (var row in nodes.Order)
            foreach (var other in nodes.PodsOf(row)) ChangeOwn(other, row, 1, nodes);
    }

    private RequiredAffinity(RequiredAffinity other)
    {
        (_pod, _namespaces) = (other._pod, other._namespaces);
        (_needed, _avoided, _avoiding) = (other._needed.Clone(), other._avoided.Clone(), other._avoiding.Clone());
    }

    /// <summary>Nothing is required, by nobody.</summary>
    public bool IsNothing => _avoiding.IsEmpty && _pod.Affinity.Required.Length + _pod.Affinity.RequiredAnti.Length == 0;

    /// <summary>The pod needs others of its own kind and there are none yet: it may be the first.</summary>
    private bool IsFirst => _needed.IsEmpty && AffinityTerms.MatchAll(_pod.Affinity.Required, _pod.Pod, _namespaces);

    public ICycleValue Clone() => new RequiredAffinity(this);

    public void Change(PodInfo other, int row, int by, NodeTable nodes)
    {
        ChangeAvoiding(other, row, by, nodes);
        ChangeOwn(other, row, by, nodes);
    }

    /// <summary>True when the pods it needs are where the row is.</summary>
    public bool HasNeeded(int row, NodeTable nodes)
    {
        var all = true;
        foreach (var term in _pod.Affinity.Required)
        {
            if (nodes.Labels.Find(term.TopologyKey) is not { } column || column[row] == LabelTable.Absent) return false;
            all &= _needed.Of(row, term.TopologyKey) > 0;
        }

        return all || IsFirst;
    }

    public bool HasAvoided(int row)
    {
        foreach (var term in _pod.Affinity.RequiredAnti)
            if (_avoided.Of(row, term.TopologyKey) > 0) return true;
        return false;
    }

    public bool HasAvoiding(int row) => _avoiding.IsAnyPositive(row);

    private void ChangeAvoiding(PodInfo other, int row, int by, NodeTable nodes)
    {
        foreach (var term in other.Affinity.RequiredAnti)
            if (term.Matches(_pod.Pod, _namespaces)) _avoiding.Add(nodes, row, term.TopologyKey, by);
    }

    private void ChangeOwn(PodInfo other, int row, int by, NodeTable nodes)
    {
        if (AffinityTerms.MatchAll(_pod.Affinity.Required, other.Pod, _namespaces))
            foreach (var term in _pod.Affinity.Required) _needed.Add(nodes, row, term.TopologyKey, by);
        foreach (var term in _pod.Affinity.RequiredAnti)
            if (term.Matches(other.Pod, _namespaces)) _avoided.Add(nodes, row, term.TopologyKey, by);
    }
}
