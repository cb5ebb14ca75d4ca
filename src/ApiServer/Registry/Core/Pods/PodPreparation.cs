using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>What a new pod's own labels and annotations add to its spec. Upstream: <c>PrepareForCreate</c> of the pod strategy.</summary>
internal static class PodPreparation
{
    /// <summary><c>matchLabelKeys</c> and <c>mismatchLabelKeys</c> become expressions of the selectors beside them.</summary>
    public static PodSpec WithLabelKeys(PodSpec spec, MapOf<string> labels)
    {
        if (spec.Affinity is { } affinity && (affinity.PodAffinity is not null || affinity.PodAntiAffinity is not null))
            spec = spec with
            {
                Affinity = affinity with
                {
                    PodAffinity = With(affinity.PodAffinity, labels),
                    PodAntiAffinity = Without(affinity.PodAntiAffinity, labels),
                },
            };
        var constraints = spec.TopologySpreadConstraints.Rewrite(constraint => constraint.MatchLabelKeys.IsEmpty
            ? constraint
            : constraint with { LabelSelector = Extended(constraint.LabelSelector, constraint.MatchLabelKeys, [], labels) });
        return constraints.IsSame(spec.TopologySpreadConstraints) ? spec : spec with { TopologySpreadConstraints = constraints };
    }

    /// <summary>AppArmor annotations become fields, where a container has none and the pod's own profile is another.</summary>
    public static PodSpec WithAppArmor(PodSpec spec, MapOf<string> annotations)
    {
        var given = spec.Os?.Name != OSName.Windows
            && annotations.Keys.Any(key => key.StartsWith(PodAnnotations.AppArmorPrefix, StringComparison.Ordinal));
        return !given ? spec : spec with
        {
            InitContainers = spec.InitContainers.Rewrite(container => WithAppArmor(container, spec, annotations)),
            Containers = spec.Containers.Rewrite(container => WithAppArmor(container, spec, annotations)),
        };
    }

    /// <summary>The profile an annotation means; null when it means none that is valid.</summary>
    public static AppArmorProfile? AppArmorOf(string annotation) => annotation switch
    {
        PodAnnotations.Unconfined => new() { Type = AppArmorProfileType.Unconfined },
        PodAnnotations.RuntimeDefault => new() { Type = AppArmorProfileType.RuntimeDefault },
        _ when annotation.StartsWith(PodAnnotations.LocalhostPrefix, StringComparison.Ordinal)
            && annotation.Length > PodAnnotations.LocalhostPrefix.Length => new()
            {
                Type = AppArmorProfileType.Localhost,
                LocalhostProfile = annotation[PodAnnotations.LocalhostPrefix.Length..],
            },
        _ => null,
    };

    private static Container WithAppArmor(Container container, PodSpec spec, MapOf<string> annotations)
    {
        if (container.SecurityContext?.AppArmorProfile is not null) return container;
        if (!annotations.TryGetValue(PodAnnotations.AppArmorPrefix + container.Name, out var annotation)) return container;
        var errors = new FieldErrorList();
        var profile = AppArmorOf(annotation);
        SecurityProfileRules.AppArmor(errors, FieldPath.None, profile);
        if (profile is null || !errors.IsEmpty || profile == spec.SecurityContext?.AppArmorProfile) return container;
        return container with { SecurityContext = (container.SecurityContext ?? SecurityContext.Empty) with { AppArmorProfile = profile } };
    }

    private static PodAffinity? With(PodAffinity? affinity, MapOf<string> labels) => affinity is null ? null : affinity with
    {
        RequiredDuringSchedulingIgnoredDuringExecution = Terms(affinity.RequiredDuringSchedulingIgnoredDuringExecution, labels),
        PreferredDuringSchedulingIgnoredDuringExecution = Terms(affinity.PreferredDuringSchedulingIgnoredDuringExecution, labels),
    };

    private static PodAntiAffinity? Without(PodAntiAffinity? affinity, MapOf<string> labels) => affinity is null ? null : affinity with
    {
        RequiredDuringSchedulingIgnoredDuringExecution = Terms(affinity.RequiredDuringSchedulingIgnoredDuringExecution, labels),
        PreferredDuringSchedulingIgnoredDuringExecution = Terms(affinity.PreferredDuringSchedulingIgnoredDuringExecution, labels),
    };

    private static ListOf<PodAffinityTerm> Terms(ListOf<PodAffinityTerm> terms, MapOf<string> labels) =>
        terms.Rewrite(term => Term(term, labels));

    private static ListOf<WeightedPodAffinityTerm> Terms(ListOf<WeightedPodAffinityTerm> terms, MapOf<string> labels) =>
        terms.Rewrite(weighted => Term(weighted.PodAffinityTerm, labels) is var term && ReferenceEquals(term, weighted.PodAffinityTerm)
            ? weighted
            : weighted with { PodAffinityTerm = term });

    private static PodAffinityTerm Term(PodAffinityTerm term, MapOf<string> labels) =>
        term.MatchLabelKeys.IsEmpty && term.MismatchLabelKeys.IsEmpty
            ? term
            : term with { LabelSelector = Extended(term.LabelSelector, term.MatchLabelKeys, term.MismatchLabelKeys, labels) };

    /// <summary>An absent selector selects nothing, and stays absent.</summary>
    private static LabelSelector? Extended(LabelSelector? selector, ListOf<string> match, ListOf<string> mismatch, MapOf<string> labels)
    {
        if (selector is null) return null;
        var added = Expressions(match, "In", labels).Concat(Expressions(mismatch, "NotIn", labels)).ToArray();
        return selector with { MatchExpressions = selector.MatchExpressions.AddRange(added) };
    }

    private static IEnumerable<LabelSelectorRequirement> Expressions(ListOf<string> keys, string @operator, MapOf<string> labels) =>
        keys.Where(labels.ContainsKey).Select(key => new LabelSelectorRequirement
        {
            Key = key,
            Operator = @operator,
            Values = [labels[key]],
        });
}
