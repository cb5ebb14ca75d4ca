using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>Where the scale subresource finds its numbers. Upstream: <c>ValidateCustomResourceDefinitionSubresources</c>.</summary>
internal static class SubresourceRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, CustomResourceSubresources? subresources)
    {
        if (subresources?.Scale is not { } scale) return;
        var (spec, status) = (path.Child("scale.specReplicasPath"), path.Child("scale.statusReplicasPath"));
        if (scale.SpecReplicasPath.Length == 0) errors.Add(FieldError.Required(spec, ""));
        else Under(errors, spec, scale.SpecReplicasPath, scale.SpecReplicasPath, [".spec."], ".spec");
        if (scale.StatusReplicasPath.Length == 0) errors.Add(FieldError.Required(status, ""));
        else Under(errors, status, scale.StatusReplicasPath, scale.StatusReplicasPath, [".status."], ".status");
        if (scale.LabelSelectorPath is { Length: > 0 } selector)
            Under(
                errors, path.Child("scale.labelSelectorPath"), selector, FieldValue.JsonString(selector), [".spec.", ".status."],
                "either .spec or .status");
    }

    /// <summary>A path of names with dots before them.</summary>
    public static bool SimplePath(FieldErrorList errors, FieldPath path, string jsonPath)
    {
        if (jsonPath.StartsWith('.')) return true;
        errors.Add(FieldError.Invalid(path, jsonPath, "must be a simple json path starting with ."));
        return false;
    }

    private static void Under(
        FieldErrorList errors, FieldPath path, string jsonPath, FieldValue shown, ReadOnlySpan<string> parents, string where)
    {
        if (!SimplePath(errors, path, jsonPath)) return;
        foreach (var parent in parents)
            if (jsonPath.StartsWith(parent, StringComparison.Ordinal)) return;
        errors.Add(FieldError.Invalid(path, shown, $"should be a json path under {where}"));
    }
}
