using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.RuntimeClasses;

/// <summary>Labels of nodes that selectors should no longer name. Upstream: <c>pkg/api/node/util.go</c>.</summary>
internal static class DeprecatedNodeLabels
{
    /// <summary>What to say of the label; null when it is not deprecated.</summary>
    public static string? Find(string label) => label switch
    {
        "beta.kubernetes.io/arch" => """deprecated since v1.14; use "kubernetes.io/arch" instead""",
        "beta.kubernetes.io/os" => """deprecated since v1.14; use "kubernetes.io/os" instead""",
        "failure-domain.beta.kubernetes.io/region" => """deprecated since v1.17; use "topology.kubernetes.io/region" instead""",
        "failure-domain.beta.kubernetes.io/zone" => """deprecated since v1.17; use "topology.kubernetes.io/zone" instead""",
        "beta.kubernetes.io/instance-type" => """deprecated since v1.17; use "node.kubernetes.io/instance-type" instead""",
        "app.kubernetes.io/created-by" => "deprecated since v1.9",
        "scheduler.alpha.kubernetes.io/preferAvoidPods" => "deprecated since v1.22; use Taints and Tolerations instead",
        "node-role.kubernetes.io/master" => """use "node-role.kubernetes.io/control-plane" instead""",
        _ => null,
    };

    /// <summary>Warns of every deprecated label a selector names: expressions first, then labels.</summary>
    public static void Warn(ICollection<string> warnings, FieldPath path, LabelSelector? selector)
    {
        if (selector is null) return;
        for (var i = 0; i < selector.MatchExpressions.Count; i++)
        {
            var key = selector.MatchExpressions[i].Key;
            if (Find(key) is { } message) warnings.Add($"{path.Child("matchExpressions").Index(i).Child("key")}: {key} is {message}");
        }

        foreach (var (label, _) in selector.MatchLabels)
            if (Find(label) is { } message) warnings.Add($"{path.Child("matchLabels").Child(label)}: {message}");
    }
}
