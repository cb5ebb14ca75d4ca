using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Nodes;

/// <summary>
/// What a node may do to its own object: not choose which pods come to it, by labels others trust or by taints. Upstream: <c>admitNode</c>.
/// </summary>
internal static class NodeRules
{
    private const string RestrictedDomain = "node-restriction.kubernetes.io";

    private static readonly string[] s_labels =
    [
        "kubernetes.io/hostname", "topology.kubernetes.io/zone", "topology.kubernetes.io/region",
        "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
        "beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type",
        "kubernetes.io/os", "kubernetes.io/arch", "beta.kubernetes.io/os", "beta.kubernetes.io/arch",
    ];

    private static readonly string[] s_domains = ["kubelet.kubernetes.io", "node.kubernetes.io"];

    public static ApiError? Check(string name, AdmissionAttributes attributes, Node? node, Node? old)
    {
        if (attributes.Name != name) return attributes.Forbidden($"node \"{name}\" is not allowed to modify node \"{attributes.Name}\"");
        if (node is null) return null;
        if (attributes.Operation == AdmissionOperation.Create)
        {
            if (node.Spec.ConfigSource is not null)
                return attributes.Forbidden($"node \"{name}\" is not allowed to create pods with a non-nil configSource");
            var set = ForbiddenLabels(node.Metadata.Labels, default);
            return set.Count == 0 ? null : attributes.Forbidden($"node \"{name}\" is not allowed to set the following labels: {string.Join(", ", set)}");
        }

        if (attributes.Operation != AdmissionOperation.Update || old is null) return null;
        if (node.Spec.ConfigSource is not null && node.Spec.ConfigSource != old.Spec.ConfigSource)
            return attributes.Forbidden($"node \"{name}\" is not allowed to update configSource to a new non-nil configSource");
        if (node.Spec.Taints != old.Spec.Taints) return attributes.Forbidden($"node \"{name}\" is not allowed to modify taints");
        if (node.Metadata.OwnerReferences != old.Metadata.OwnerReferences)
            return attributes.Forbidden($"node \"{name}\" is not allowed to modify ownerReferences");
        var changed = ForbiddenLabels(node.Metadata.Labels, old.Metadata.Labels);
        return changed.Count == 0 ? null : attributes.Forbidden($"is not allowed to modify labels: {string.Join(", ", changed)}");
    }

    /// <summary>The labels that differ and that a node may not touch, sorted.</summary>
    public static IReadOnlyCollection<string> ForbiddenLabels(MapOf<string> labels, MapOf<string> old)
    {
        if (labels == old) return [];
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in labels)
            if (old.GetValueOrDefault(key) != value && IsForbidden(key)) found.Add(key);
        foreach (var (key, _) in old)
            if (!labels.ContainsKey(key) && IsForbidden(key)) found.Add(key);
        return found;
    }

    private static bool IsForbidden(string label)
    {
        var slash = label.IndexOf('/', StringComparison.Ordinal);
        var domain = slash < 0 ? "" : label[..slash];
        if (IsIn(domain, RestrictedDomain)) return true;
        if (!IsIn(domain, "kubernetes.io") && !IsIn(domain, "k8s.io")) return false;
        return !s_labels.AsSpan().Contains(label) && !s_domains.Any(allowed => IsIn(domain, allowed));
    }

    private static bool IsIn(string domain, string parent) =>
        domain == parent || (domain.EndsWith(parent, StringComparison.Ordinal) && domain[^(parent.Length + 1)] == '.');
}
