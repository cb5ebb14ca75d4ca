using Kybernet.Api.Core.V1;
using Kybernet.Client.Informers;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;

namespace Kybernet.Scheduler.Snapshot;

/// <summary>A term of a pod's affinity to other pods, ready to match. Upstream: <c>framework.AffinityTerm</c>.</summary>
/// <param name="TopologyKey">Nodes with the same value of this label are one place.</param>
/// <param name="Selector">Of the pods that are meant.</param>
/// <param name="Namespaces">Whose pods are meant.</param>
/// <param name="NamespaceSelector">Of further namespaces.</param>
/// <param name="Weight">Of a preferred term; zero of a required one.</param>
public sealed record AffinityTerm(string TopologyKey, Selector Selector, ListOf<string> Namespaces, Selector NamespaceSelector, int Weight)
{
    /// <remarks>Selectors that the API server would refuse match nothing.</remarks>
    public static AffinityTerm Of(Pod pod, PodAffinityTerm term, int weight)
    {
        if (!term.LabelSelector.TryToSelector(out var selector, out _)) selector = Selector.Nothing;
        if (!term.NamespaceSelector.TryToSelector(out var namespaces, out _)) namespaces = Selector.Nothing;
        var isOwn = term.Namespaces.IsEmpty && term.NamespaceSelector is null;
        return new(term.TopologyKey, selector, isOwn ? [pod.Metadata.Namespace] : term.Namespaces, namespaces, weight);
    }

    public bool Matches(Pod pod, ILister<Namespace> namespaces)
    {
        if (!Selector.Matches(pod.Metadata.Labels)) return false;
        if (Namespaces.Contains(pod.Metadata.Namespace)) return true;
        if (NamespaceSelector.MatchesNothing) return false;
        return NamespaceSelector.Matches(namespaces.Find(new ObjectKey(pod.Metadata.Namespace))?.Metadata.Labels ?? MapOf<string>.Empty);
    }
}

/// <summary>A pod's affinity to other pods.</summary>
/// <param name="Required">Pods must be there, of all terms.</param>
/// <param name="RequiredAnti">Pods must not be there, of any term.</param>
/// <param name="Preferred">Better where they are.</param>
/// <param name="PreferredAnti">Better where they are not.</param>
public sealed record AffinityTerms(AffinityTerm[] Required, AffinityTerm[] RequiredAnti, AffinityTerm[] Preferred, AffinityTerm[] PreferredAnti)
{
    public static readonly AffinityTerms None = new([], [], [], []);

    public static AffinityTerms Of(Pod pod)
    {
        var affinity = pod.Spec.Affinity?.PodAffinity;
        var anti = pod.Spec.Affinity?.PodAntiAffinity;
        if (affinity is null && anti is null) return None;
        AffinityTerm[] Required(ListOf<PodAffinityTerm> terms) => [.. terms.Select(term => AffinityTerm.Of(pod, term, 0))];
        AffinityTerm[] Preferred(ListOf<WeightedPodAffinityTerm> terms) =>
            [.. terms.Select(term => AffinityTerm.Of(pod, term.PodAffinityTerm, term.Weight))];
        return new(
            Required(affinity?.RequiredDuringSchedulingIgnoredDuringExecution ?? default),
            Required(anti?.RequiredDuringSchedulingIgnoredDuringExecution ?? default),
            Preferred(affinity?.PreferredDuringSchedulingIgnoredDuringExecution ?? default),
            Preferred(anti?.PreferredDuringSchedulingIgnoredDuringExecution ?? default));
    }

    public bool IsEmpty => Required.Length + RequiredAnti.Length + Preferred.Length + PreferredAnti.Length == 0;

    /// <summary>True when there are terms and the pod is meant by each of them.</summary>
    public static bool MatchAll(AffinityTerm[] terms, Pod pod, ILister<Namespace> namespaces) =>
        terms.Length > 0 && Array.TrueForAll(terms, term => term.Matches(pod, namespaces));
}
