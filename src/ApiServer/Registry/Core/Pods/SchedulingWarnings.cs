using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Old labels of nodes, and selectors that match nothing.</summary>
internal static class SchedulingWarnings
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";
    private const string Preferred = "preferredDuringSchedulingIgnoredDuringExecution";

    public static void Check(FieldPath path, PodSpec spec, ICollection<string> warnings)
    {
        foreach (var (key, _) in spec.NodeSelector)
            if (NodeLabelDeprecations.Find(key) is { } message) warnings.Add($"{path.Child("nodeSelector").Key(key)}: {message}");
        if (spec.Affinity?.NodeAffinity is { } nodes) Nodes(path.Child("affinity").Child("nodeAffinity"), nodes, warnings);
        for (var i = 0; i < spec.TopologySpreadConstraints.Count; i++)
        {
            var (constraint, at) = (spec.TopologySpreadConstraints[i], path.Child("topologySpreadConstraints").Index(i));
            if (NodeLabelDeprecations.Find(constraint.TopologyKey) is { } message)
                warnings.Add($"{at.Child("topologyKey")}: {constraint.TopologyKey} is {message}");
            if (constraint.LabelSelector is null) warnings.Add(NoPod(at));
        }
    }

    /// <param name="path">The path of the affinity.</param>
    public static void Selectors(FieldPath path, PodSpec spec, ICollection<string> warnings)
    {
        if (spec.Affinity?.PodAffinity is { } with)
            Pods(
                path.Child("podAffinity"), with.RequiredDuringSchedulingIgnoredDuringExecution,
                with.PreferredDuringSchedulingIgnoredDuringExecution, warnings);
        if (spec.Affinity?.PodAntiAffinity is { } without)
            Pods(
                path.Child("podAntiAffinity"), without.RequiredDuringSchedulingIgnoredDuringExecution,
                without.PreferredDuringSchedulingIgnoredDuringExecution, warnings);
    }

    private static void Pods(
        FieldPath path, ListOf<PodAffinityTerm> required, ListOf<WeightedPodAffinityTerm> preferred, ICollection<string> warnings)
    {
        for (var i = 0; i < required.Count; i++)
            if (required[i].LabelSelector is null) warnings.Add(NoPod(path.Child(Required).Index(i)));
        for (var i = 0; i < preferred.Count; i++)
            if (preferred[i].PodAffinityTerm.LabelSelector is null)
                warnings.Add(NoPod(path.Child(Preferred).Index(i).Child("podAffinityTerm")));
    }

    private static void Nodes(FieldPath path, NodeAffinity affinity, ICollection<string> warnings)
    {
        var required = affinity.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms ?? [];
        for (var i = 0; i < required.Count; i++)
            Term(path.Child(Required).Child("nodeSelectorTerms").Index(i), required[i], checkValues: false, warnings);
        var preferred = affinity.PreferredDuringSchedulingIgnoredDuringExecution;
        for (var i = 0; i < preferred.Count; i++)
            Term(path.Child(Preferred).Index(i).Child("preference"), preferred[i].Preference, checkValues: true, warnings);
    }

    private static void Term(FieldPath path, NodeSelectorTerm term, bool checkValues, ICollection<string> warnings)
    {
        for (var i = 0; i < term.MatchExpressions.Count; i++)
        {
            var (expression, at) = (term.MatchExpressions[i], path.Child("matchExpressions").Index(i));
            if (NodeLabelDeprecations.Find(expression.Key) is { } message)
                warnings.Add($"{at.Child("key")}: {expression.Key} is {message}");
            for (var j = 0; checkValues && j < expression.Values.Count; j++)
                foreach (var problem in QualifiedNames.IsValidLabelValue(expression.Values[j]))
                    warnings.Add($"{at.Child("values").Index(j)}: {expression.Values[j]} is invalid, {problem}");
        }
    }

    private static string NoPod(FieldPath path) => $"{path.Child("labelSelector")}: a null labelSelector results in matching no pod";
}
