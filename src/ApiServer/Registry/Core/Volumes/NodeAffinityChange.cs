using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>A volume's node affinity stays, but a label's beta name may become its final one. Upstream: <c>validatePvNodeAffinity</c>.</summary>
internal static class NodeAffinityChange
{
    public static bool IsAllowed(VolumeNodeAffinity? affinity, VolumeNodeAffinity? old)
    {
        if (affinity?.Required is not { } now || old?.Required is not { } before) return affinity == old;
        if (now.NodeSelectorTerms.Count != before.NodeSelectorTerms.Count) return false;
        for (var i = 0; i < now.NodeSelectorTerms.Count; i++)
        {
            var (term, had) = (now.NodeSelectorTerms[i], before.NodeSelectorTerms[i]);
            if (!IsAllowed(term.MatchExpressions, had.MatchExpressions) || !IsAllowed(term.MatchFields, had.MatchFields)) return false;
        }

        return true;
    }

    private static bool IsAllowed(ListOf<NodeSelectorRequirement> requirements, ListOf<NodeSelectorRequirement> old)
    {
        if (requirements.Count != old.Count) return false;
        for (var i = 0; i < requirements.Count; i++)
        {
            var had = old[i];
            if (FinalName(had.Key) == requirements[i].Key) had = had with { Key = requirements[i].Key };
            if (requirements[i] != had) return false;
        }

        return true;
    }

    private static string? FinalName(string beta) => beta switch
    {
        "failure-domain.beta.kubernetes.io/zone" => "topology.kubernetes.io/zone",
        "failure-domain.beta.kubernetes.io/region" => "topology.kubernetes.io/region",
        "beta.kubernetes.io/os" => "kubernetes.io/os",
        "beta.kubernetes.io/arch" => "kubernetes.io/arch",
        "beta.kubernetes.io/instance-type" => "node.kubernetes.io/instance-type",
        _ => null,
    };
}
