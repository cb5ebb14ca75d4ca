using Kybernet.Api.Networking.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Networking.NetworkPolicies;

/// <summary>The networks a policy names.</summary>
internal static class PolicyBlocks
{
    /// <summary>Each with its path, ingress first.</summary>
    public static List<(IPBlock Block, FieldPath Path)> Of(NetworkPolicySpec spec)
    {
        var (blocks, path) = (new List<(IPBlock, FieldPath)>(), FieldPath.Of("spec"));
        for (var i = 0; i < spec.Ingress.Count; i++) Add(spec.Ingress[i].From, path.Child("ingress").Index(i).Child("from"));
        for (var i = 0; i < spec.Egress.Count; i++) Add(spec.Egress[i].To, path.Child("egress").Index(i).Child("to"));
        return blocks;

        void Add(ListOf<NetworkPolicyPeer> peers, FieldPath at)
        {
            for (var i = 0; i < peers.Count; i++)
                if (peers[i].IpBlock is { } block) blocks.Add((block, at.Index(i).Child("ipBlock")));
        }
    }
}
