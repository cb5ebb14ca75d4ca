using Kybernet.Api.Core.V1;
using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Registry.RuntimeClasses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>On which nodes devices can be used: said once, for all or for each. Upstream: <c>validateResourceSliceSpec</c>, <c>validateDevice</c>.</summary>
internal static class NodeChoiceRules
{
    private const string ForSlice = "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required";
    private const string UnsetOrTrue = "must be either unset or set to true";

    private const string ForDevice =
        "exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the "
        + "ResourceSlice spec";

    public static void Slice(FieldErrorList errors, FieldPath path, ResourceSliceSpec spec)
    {
        var set = Common(
            errors, path, spec.NodeName, spec.NodeSelector, spec.AllNodes, "must be either unset or set to a non-empty string");
        if (spec.NodeSelector is { NodeSelectorTerms.Count: not 1 } selector)
            errors.Add(FieldError.Invalid(
                path.Child("nodeSelector").Child("nodeSelectorTerms"),
                FieldValue.Json($"[{string.Join(',', selector.NodeSelectorTerms)}]"), "must have exactly one node selector term"));
        if (spec.PerDeviceNodeSelection == true) set.Add("`perDeviceNodeSelection`");
        if (spec.PerDeviceNodeSelection == false)
            errors.Add(FieldError.Invalid(path.Child("perDeviceNodeSelection"), false, UnsetOrTrue));
        if (set.Count == 0) errors.Add(FieldError.Required(path, ForSlice));
        if (set.Count > 1)
            errors.Add(FieldError.Invalid(path, $"{{{string.Join(", ", set)}}}", ForSlice + ", but multiple fields are set"));
    }

    public static void Device(FieldErrorList errors, FieldPath path, Device device, bool perDevice)
    {
        if (!perDevice)
        {
            if (device.NodeName is not null || device.NodeSelector is not null || device.AllNodes is not null)
                errors.Add(FieldError.Invalid(
                    path, FieldValue.Null,
                    "`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the "
                    + "ResourceSlice spec"));
            return;
        }

        var set = Common(errors, path, device.NodeName, device.NodeSelector, device.AllNodes, "must not be empty");
        if (set.Count == 0) errors.Add(FieldError.Required(path, ForDevice));
        if (set.Count > 1) errors.Add(FieldError.Invalid(path, $"{{{string.Join(", ", set)}}}", ForDevice));
    }

    /// <summary>The fields that choose nodes.</summary>
    private static List<string> Common(
        FieldErrorList errors, FieldPath path, string? name, NodeSelector? selector, bool? allNodes, string emptyName)
    {
        var set = new List<string>();
        if (name is "") errors.Add(FieldError.Invalid(path.Child("nodeName"), name, emptyName));
        else if (name is not null)
        {
            set.Add("`nodeName`");
            FormatRules.DnsSubdomain(errors, path.Child("nodeName"), name);
        }

        if (selector is not null)
        {
            set.Add("`nodeSelector`");
            NodeSelectorRules.Validate(errors, path.Child("nodeSelector"), selector);
        }

        if (allNodes == true) set.Add("`allNodes`");
        if (allNodes == false) errors.Add(FieldError.Invalid(path.Child("allNodes"), false, UnsetOrTrue));
        return set;
    }
}
