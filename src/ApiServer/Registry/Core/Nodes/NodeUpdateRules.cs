using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Nodes;

/// <summary>Changes through either door: what is set once stays. Upstream: <c>ValidateNodeUpdate</c>.</summary>
internal static class NodeUpdateRules
{
    private static readonly FieldPath s_spec = FieldPath.Of("spec");

    public static void Check(Node node, Node old, FieldErrorList errors)
    {
        NodeRules.CheckStatus(node, errors);
        CheckAddresses(node.Status, errors);
        if (!old.Spec.PodCIDRs.IsEmpty && node.Spec.PodCIDRs != old.Spec.PodCIDRs)
            errors.Add(FieldError.Forbidden(NodeRules.PodCidrs, "node updates may not change podCIDR except from \"\" to valid"));
        if (old.Spec.ProviderID.Length > 0 && old.Spec.ProviderID != node.Spec.ProviderID)
            errors.Add(FieldError.Forbidden(s_spec.Child("providerID"), "node updates may not change providerID except from \"\" to valid"));
        if (node.Spec.ConfigSource is { } source) NodeConfigRules.CheckSpec(source, s_spec.Child("configSource"), errors);
        if (node.Status.Config is { } config) NodeConfigRules.CheckStatus(config, errors);
        if (node.Spec.ExternalID != old.Spec.ExternalID)
            errors.Add(FieldError.Forbidden(s_spec.Child("externalID"), "may not be updated"));
    }

    private static void CheckAddresses(NodeStatus status, FieldErrorList errors)
    {
        var seen = new HashSet<(string, string)>();
        for (var i = 0; i < status.Addresses.Count; i++)
        {
            var address = status.Addresses[i];
            if (seen.Add((address.Type, address.Address))) continue;
            errors.Add(FieldError.Duplicate(
                FieldPath.Of("status").Child("addresses").Index(i),
                FieldValue.Json($$"""{"Type":{{QuotedText.Json(address.Type)}},"Address":{{QuotedText.Json(address.Address)}}}""")));
        }
    }
}
