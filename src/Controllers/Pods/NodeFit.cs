using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.Pods;

/// <summary>
/// Whether a node is one a pod asks for, and whether the pod bears its taints. Upstream: <c>component-helpers/scheduling/corev1</c>.
/// </summary>
public static class NodeFit
{
    /// <summary>The field by which a pod asks for a node by its name.</summary>
    public const string NameField = "metadata.name";

    /// <summary>By node selector and required node affinity.</summary>
    public static bool IsWanted(PodSpec pod, Node node)
    {
        foreach (var (key, value) in pod.NodeSelector)
            if (!node.Metadata.Labels.TryGetValue(key, out var label) || label != value) return false;
        return pod.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution is not { } required
            || required.NodeSelectorTerms.Any(term => Matches(term, node));
    }

    /// <summary>No taint of one of the effects is left that the pod does not tolerate.</summary>
    public static bool IsTolerated(ListOf<Toleration> tolerations, Node node, params ReadOnlySpan<string> effects)
    {
        foreach (var taint in node.Spec.Taints)
            if (effects.Contains(taint.Effect) && !tolerations.Any(toleration => Tolerates(toleration, taint))) return false;
        return true;
    }

    /// <summary>An empty key with Exists tolerates every key, an empty effect every effect.</summary>
    public static bool Tolerates(Toleration toleration, Taint taint)
    {
        if (toleration.Effect.Length > 0 && toleration.Effect != taint.Effect) return false;
        if (toleration.Key.Length > 0 && toleration.Key != taint.Key) return false;
        return toleration.Operator switch
        {
            TolerationOperator.Exists => true,
            "" or TolerationOperator.Equal => toleration.Value == taint.Value,
            TolerationOperator.Gt => Compare(taint.Value, toleration.Value) > 0,
            TolerationOperator.Lt => Compare(taint.Value, toleration.Value) < 0,
            _ => false,
        };
    }

    /// <summary>A term without requirements matches nothing.</summary>
    private static bool Matches(NodeSelectorTerm term, Node node)
    {
        if (term.MatchExpressions.IsEmpty && term.MatchFields.IsEmpty) return false;
        return term.MatchExpressions.All(requirement => Matches(
                requirement, node.Metadata.Labels.TryGetValue(requirement.Key, out var label) ? label : null))
            && term.MatchFields.All(requirement => requirement.Key == NameField && Matches(requirement, node.Metadata.Name));
    }

    /// <param name="requirement">A requirement.</param>
    /// <param name="value">The node's; null when it has none.</param>
    private static bool Matches(NodeSelectorRequirement requirement, string? value) => requirement.Operator switch
    {
        NodeSelectorOperator.In => value is not null && requirement.Values.Contains(value),
        NodeSelectorOperator.NotIn => value is null || !requirement.Values.Contains(value),
        NodeSelectorOperator.Exists => value is not null,
        NodeSelectorOperator.DoesNotExist => value is null,
        NodeSelectorOperator.Gt => requirement.Values.Count == 1 && Compare(value, requirement.Values[0]) > 0,
        NodeSelectorOperator.Lt => requirement.Values.Count == 1 && Compare(value, requirement.Values[0]) < 0,
        _ => false,
    };

    /// <summary>0, which neither operator accepts, when one of the two is no number.</summary>
    private static int Compare(string? left, string right) =>
        long.TryParse(left, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var a)
        && long.TryParse(right, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var b) ? a.CompareTo(b) : 0;
}
