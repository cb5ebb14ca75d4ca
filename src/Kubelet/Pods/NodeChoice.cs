using System.Globalization;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>Whether a pod may be on a node by its node selector and required node affinity. Pure.</summary>
/// <remarks>Upstream: component-helpers/scheduling/corev1/nodeaffinity. Terms are alternatives; an empty term matches nothing.</remarks>
internal static class NodeChoice
{
    public static bool Matches(Pod pod, Node node)
    {
        foreach (var (key, value) in pod.Spec.NodeSelector)
            if (!node.Metadata.Labels.TryGetValue(key, out var there) || there != value) return false;
        return pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution is not { } required
            || required.NodeSelectorTerms.Any(term => Matches(term, node));
    }

    private static bool Matches(NodeSelectorTerm term, Node node) => !(term.MatchExpressions.IsEmpty && term.MatchFields.IsEmpty)
        && term.MatchExpressions.All(one => Matches(one, node.Metadata.Labels.GetValueOrDefault(one.Key)))
        && term.MatchFields.All(one => one.Key == "metadata.name" && Matches(one, node.Metadata.Name));

    private static bool Matches(NodeSelectorRequirement one, string? value) => one.Operator switch
    {
        "In" => value is not null && one.Values.Contains(value),
        "NotIn" => value is null || !one.Values.Contains(value),
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        "Gt" => Number(value) is { } left && Number(one.Values[0]) is { } right && left > right,
        "Lt" => Number(value) is { } left && Number(one.Values[0]) is { } right && left < right,
        _ => false,
    };

    private static long? Number(string? text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
}
