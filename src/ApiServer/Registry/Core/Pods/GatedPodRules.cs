using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>While gates hold a pod back from the scheduler, the nodes it may run on can be narrowed down.</summary>
internal static class GatedPodRules
{
    /// <summary>Checks what changed of node selector and node affinity, and puts the old values back.</summary>
    public static PodSpec WithoutUpdatable(FieldErrorList errors, FieldPath path, PodSpec spec, PodSpec before)
    {
        if (spec.NodeSelector != before.NodeSelector)
        {
            OnlyAdded(errors, path.Child("nodeSelector"), spec.NodeSelector, before.NodeSelector);
            spec = spec with { NodeSelector = before.NodeSelector };
        }

        var (affinity, old) = (spec.Affinity?.NodeAffinity, before.Affinity?.NodeAffinity);
        if (affinity == old) return spec;
        Narrowed(errors, path.Child("affinity").Child("nodeAffinity"), affinity, old);
        return spec with { Affinity = WithNodes(spec.Affinity, before.Affinity) };
    }

    private static Affinity? WithNodes(Affinity? affinity, Affinity? before)
    {
        if (affinity is null) return before?.NodeAffinity is { } nodes ? new() { NodeAffinity = nodes } : null;
        if (before is null && affinity is { PodAffinity: null, PodAntiAffinity: null }) return null;
        return affinity with { NodeAffinity = before?.NodeAffinity };
    }

    private static void OnlyAdded(FieldErrorList errors, FieldPath path, MapOf<string> selector, MapOf<string> before)
    {
        foreach (var (key, value) in before)
        {
            if (selector.GetValueOrDefault(key) == value) continue;
            errors.Reject(
                path, ImmutableRules.Shown(selector), "only additions to spec.nodeSelector are allowed (no mutations or deletions)");
            return;
        }
    }

    private static void Narrowed(FieldErrorList errors, FieldPath path, NodeAffinity? affinity, NodeAffinity? before)
    {
        var old = before?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms ?? [];
        if (old.IsEmpty) return;
        var terms = affinity?.RequiredDuringSchedulingIgnoredDuringExecution?.NodeSelectorTerms ?? [];
        var at = path.Child("requiredDuringSchedulingIgnoredDuringExecution").Child("nodeSelectorTerms");
        if (terms.Count != old.Count)
        {
            var shown = FieldValue.Json($"[{string.Join(',', terms)}]");
            errors.Reject(at, shown, "no additions/deletions to non-empty NodeSelectorTerms list are allowed");
            return;
        }

        for (var i = 0; i < terms.Count; i++)
            if (!Extends(terms[i], old[i]))
                errors.Reject(at.Index(i), ImmutableRules.Shown(terms[i]), "only additions are allowed (no mutations or deletions)");
    }

    private static bool Extends(NodeSelectorTerm term, NodeSelectorTerm old)
    {
        // An empty term matches nothing: with requirements it would match something.
        if (old.MatchExpressions.IsEmpty && old.MatchFields.IsEmpty)
            return term.MatchExpressions.IsEmpty && term.MatchFields.IsEmpty;
        return StartsWith(term.MatchExpressions, old.MatchExpressions) && StartsWith(term.MatchFields, old.MatchFields);
    }

    private static bool StartsWith(ListOf<NodeSelectorRequirement> list, ListOf<NodeSelectorRequirement> start) =>
        list.Count >= start.Count && list.AsSpan()[..start.Count].SequenceEqual(start.AsSpan());
}
