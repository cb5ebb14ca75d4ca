using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.DaemonSets;

/// <summary>The pods of a DaemonSet, and the nodes they are for. Upstream: <c>pkg/controller/daemon/util</c>.</summary>
public static class DaemonPods
{
    public const string HashLabel = "controller-revision-hash";

    /// <summary>From before revisions: a counter of templates.</summary>
    public const string GenerationLabel = "pod-template-generation";

    private const string GenerationAnnotation = "deprecated.daemonset.template.generation";

    private static readonly (string Key, string Effect)[] s_borne =
    [
        ("node.kubernetes.io/not-ready", TaintEffect.NoExecute),
        ("node.kubernetes.io/unreachable", TaintEffect.NoExecute),
        ("node.kubernetes.io/disk-pressure", TaintEffect.NoSchedule),
        ("node.kubernetes.io/memory-pressure", TaintEffect.NoSchedule),
        ("node.kubernetes.io/pid-pressure", TaintEffect.NoSchedule),
        ("node.kubernetes.io/unschedulable", TaintEffect.NoSchedule),
    ];

    /// <summary>A pod bound to a node by affinity to its name: the scheduler places it, and nowhere else.</summary>
    public static Pod NewPod(DaemonSet set, string node, string hash)
    {
        var pod = PodTemplates.NewPod(set.Spec.Template, set);
        var metadata = pod.Metadata;
        if (GenerationOf(set) is { } generation) metadata = metadata.WithLabel(GenerationLabel, generation);
        if (hash.Length > 0) metadata = metadata.WithLabel(HashLabel, hash);
        return pod with
        {
            Metadata = metadata,
            Spec = pod.Spec with { Tolerations = TolerationsOf(pod.Spec), Affinity = AffinityTo(pod.Spec.Affinity, node) },
        };
    }

    /// <summary>Should it run on the node, and may it stay where it runs: a pod that bears NoExecute taints stays where others keep new ones off.</summary>
    public static (bool ShouldRun, bool MayStay) On(DaemonSet set, Node node)
    {
        var spec = set.Spec.Template.Spec;
        if ((spec.NodeName.Length > 0 && spec.NodeName != node.Metadata.Name) || !NodeFit.IsWanted(spec, node)) return (false, false);
        var tolerations = TolerationsOf(spec);
        if (NodeFit.IsTolerated(tolerations, node, TaintEffect.NoSchedule, TaintEffect.NoExecute)) return (true, true);
        return (false, NodeFit.IsTolerated(tolerations, node, TaintEffect.NoExecute));
    }

    /// <summary>The node a pod is on, or is for; null when it does not say.</summary>
    public static string? NodeOf(Pod pod)
    {
        if (pod.Spec.NodeName.Length > 0) return pod.Spec.NodeName;
        if (pod.Spec.Affinity?.NodeAffinity?.RequiredDuringSchedulingIgnoredDuringExecution is not { } required) return null;
        foreach (var term in required.NodeSelectorTerms)
            foreach (var field in term.MatchFields)
                if (field is { Key: NodeFit.NameField, Operator: NodeSelectorOperator.In })
                    return field.Values.Count == 1 ? field.Values[0] : null;
        return null;
    }

    public static bool IsUpdated(DaemonSet set, Pod pod, string hash) =>
        (hash.Length > 0 && pod.Metadata.Labels.GetValueOrDefault(HashLabel) == hash)
        || (GenerationOf(set) is { } generation && pod.Metadata.Labels.GetValueOrDefault(GenerationLabel) == generation);

    /// <summary>Those on a node first, then the oldest.</summary>
    public static IOrderedEnumerable<Pod> ByAge(IEnumerable<Pod> pods) => pods
        .OrderByDescending(pod => pod.Spec.NodeName.Length > 0)
        .ThenBy(pod => pod.Metadata.CreationTimestamp).ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal);

    private static string? GenerationOf(DaemonSet set) =>
        set.Metadata.Annotations.GetValueOrDefault(GenerationAnnotation) is { } text && long.TryParse(text, out _) ? text : null;

    private static ListOf<Toleration> TolerationsOf(PodSpec spec)
    {
        var tolerations = spec.Tolerations;
        foreach (var (key, effect) in s_borne) tolerations = With(tolerations, key, effect);
        return spec.HostNetwork ? With(tolerations, "node.kubernetes.io/network-unavailable", TaintEffect.NoSchedule) : tolerations;
    }

    private static ListOf<Toleration> With(ListOf<Toleration> tolerations, string key, string effect)
    {
        var added = new Toleration { Key = key, Operator = TolerationOperator.Exists, Effect = effect };
        for (var i = 0; i < tolerations.Count; i++)
        {
            var there = tolerations[i];
            if (there.Key == key && there.Effect == effect && there.Operator == added.Operator && there.Value.Length == 0)
                return there == added ? tolerations : tolerations.SetItem(i, added);
        }

        return tolerations.Add(added);
    }

    private static Affinity AffinityTo(Affinity? affinity, string node)
    {
        var byName = new NodeSelectorRequirement { Key = NodeFit.NameField, Operator = NodeSelectorOperator.In, Values = [node] };
        var required = new NodeSelector { NodeSelectorTerms = [new NodeSelectorTerm { MatchFields = [byName] }] };
        affinity ??= Affinity.Empty;
        var nodeAffinity = affinity.NodeAffinity ?? NodeAffinity.Empty;
        return affinity with { NodeAffinity = nodeAffinity with { RequiredDuringSchedulingIgnoredDuringExecution = required } };
    }
}
