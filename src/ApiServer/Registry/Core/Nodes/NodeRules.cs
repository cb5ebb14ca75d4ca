using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Addresses;
using Kybernet.ApiServer.Registry.Core.Resources;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Nodes;

/// <summary>What holds of every Node. Upstream: <c>ValidateNode</c>.</summary>
internal static class NodeRules
{
    private static readonly FieldPath s_status = FieldPath.Of("status");

    public static FieldPath PodCidrs { get; } = FieldPath.Of("spec").Child("podCIDRs");

    public static void CheckSpec(Node node, FieldErrorList errors)
    {
        NodeAnnotationRules.Check(node.Metadata.Annotations, errors);
        TaintRules.CheckUnique(node.Spec.Taints, errors);
        // The path is upstream's.
        if (node.Status.NodeInfo.Swap?.Capacity is <= 0 and var capacity)
            errors.Add(FieldError.Invalid(
                FieldPath.Of("metadata").Child("nodeSwapStatus").Child("capacity"), capacity, ResourceNameRules.NotPositive));
        CheckPodCidrs(node.Spec.PodCIDRs, errors);
    }

    public static void CheckStatus(Node node, FieldErrorList errors)
    {
        CheckAmounts(node.Status.Capacity, s_status.Child("capacity"), errors);
        CheckAmounts(node.Status.Allocatable, s_status.Child("allocatable"), errors);
        DeclaredFeatureRules.Check(node.Status.DeclaredFeatures, s_status.Child("declaredFeatures"), errors);
    }

    private static void CheckAmounts(MapOf<Quantity> amounts, FieldPath path, FieldErrorList errors)
    {
        foreach (var (name, amount) in amounts) ResourceNameRules.Amount(errors, path.Child(name), name, amount);
    }

    private static void CheckPodCidrs(ListOf<string> cidrs, FieldErrorList errors)
    {
        var before = errors.Count;
        for (var i = 0; i < cidrs.Count; i++) IpRules.IsValidCidrForLegacyField(errors, PodCidrs.Index(i), cidrs[i], strict: true);
        if (cidrs.Count > 1 && errors.Count == before && (cidrs.Count > 2 || !IpAddresses.IsDualStackCidrs(cidrs)))
            errors.Add(FieldError.Invalid(
                PodCidrs, FieldValue.JsonStrings(cidrs), "may specify no more than one CIDR for each IP family"));
    }
}
