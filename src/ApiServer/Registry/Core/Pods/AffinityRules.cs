using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Where a pod wants to run, and beside which other pods.</summary>
internal static class AffinityRules
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    public static void Check(PodCheck check, FieldPath path)
    {
        if (check.Spec.Affinity is not { } affinity) return;
        var (errors, options) = (check.Errors, check.Options);
        if (affinity.NodeAffinity is { } node) Nodes(errors, path.Child("nodeAffinity"), node, options.InvalidLabelValueInNodeAffinity);
        if (affinity.PodAffinity is { } with)
            Pods(
                check, path.Child("podAffinity"), with.RequiredDuringSchedulingIgnoredDuringExecution,
                with.PreferredDuringSchedulingIgnoredDuringExecution);
        if (affinity.PodAntiAffinity is { } without)
            Pods(
                check, path.Child("podAntiAffinity"), without.RequiredDuringSchedulingIgnoredDuringExecution,
                without.PreferredDuringSchedulingIgnoredDuringExecution);
    }

    /// <summary>True when a selector of the spec's pod affinity has errors.</summary>
    public static bool HasInvalidSelectors(PodSpec spec)
    {
        var errors = new FieldErrorList();
        foreach (var term in PodTerms(spec)) Selectors(errors, FieldPath.None, term, allowInvalidValues: false);
        return !errors.IsEmpty;
    }

    /// <summary>All terms of pod affinity and anti-affinity, required and preferred.</summary>
    public static IEnumerable<PodAffinityTerm> PodTerms(PodSpec spec)
    {
        var (with, without) = (spec.Affinity?.PodAffinity ?? PodAffinity.Empty, spec.Affinity?.PodAntiAffinity ?? PodAntiAffinity.Empty);
        return with.RequiredDuringSchedulingIgnoredDuringExecution
            .Concat(with.PreferredDuringSchedulingIgnoredDuringExecution.Select(term => term.PodAffinityTerm))
            .Concat(without.RequiredDuringSchedulingIgnoredDuringExecution)
            .Concat(without.PreferredDuringSchedulingIgnoredDuringExecution.Select(term => term.PodAffinityTerm));
    }

    private static void Nodes(FieldErrorList errors, FieldPath path, NodeAffinity affinity, bool allowInvalidValues)
    {
        if (affinity.RequiredDuringSchedulingIgnoredDuringExecution is { } required)
            NodeSelectorRules.Check(errors, path.Child(Required), required, allowInvalidValues);
        for (var i = 0; i < affinity.PreferredDuringSchedulingIgnoredDuringExecution.Count; i++)
        {
            var term = affinity.PreferredDuringSchedulingIgnoredDuringExecution[i];
            var at = path.Child(Preferred).Index(i);
            Weight(errors, at.Child("weight"), term.Weight);
            // A preference that matches nothing does no harm: its values are free.
            NodeSelectorRules.Term(errors, at.Child("preference"), term.Preference, allowInvalidValues: true);
        }
    }

    private static void Pods(
        PodCheck check, FieldPath path, ListOf<PodAffinityTerm> required, ListOf<WeightedPodAffinityTerm> preferred)
    {
        for (var i = 0; i < required.Count; i++) Term(check, path.Child(Required).Index(i), required[i]);
        for (var i = 0; i < preferred.Count; i++)
        {
            var at = path.Child(Preferred).Index(i);
            Weight(check.Errors, at.Child("weight"), preferred[i].Weight);
            Term(check, at.Child("podAffinityTerm"), preferred[i].PodAffinityTerm);
        }
    }

    private static void Term(PodCheck check, FieldPath path, PodAffinityTerm term)
    {
        var errors = check.Errors;
        Selectors(errors, path, term, check.Options.InvalidLabelValueInSelector);
        foreach (var name in term.Namespaces) errors.AddInvalid(path.Child("namespace"), name, DnsNames.IsDns1123Label(name));
        LabelKeyRules.Check(errors, path, term.MatchLabelKeys, term.MismatchLabelKeys, term.LabelSelector);
        if (term.TopologyKey.Length == 0) errors.Demand(path.Child("topologyKey"), "can not be empty");
        MetadataRules.LabelName(errors, path.Child("topologyKey"), term.TopologyKey);
    }

    private static void Selectors(FieldErrorList errors, FieldPath path, PodAffinityTerm term, bool allowInvalidValues)
    {
        LabelSelectorRules.Validate(errors, path.Child("labelSelector"), term.LabelSelector.ToTerms(), allowInvalidValues);
        LabelSelectorRules.Validate(errors, path.Child("namespaceSelector"), term.NamespaceSelector.ToTerms(), allowInvalidValues);
    }

    private static void Weight(FieldErrorList errors, FieldPath path, int weight)
    {
        if (weight is <= 0 or > 100) errors.Reject(path, weight, "must be in the range 1-100");
    }
}
