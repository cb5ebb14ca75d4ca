using Kybernet.Api.ApiExtensions.V1;
using Kybernet.ApiServer.Registry.ApiExtensions;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>The fields of a custom resource that its <c>scale</c> subresource shows. Upstream: <c>ValidateScaleSpec</c>, <c>ValidateScaleStatus</c>.</summary>
internal static class ScalePaths
{
    public static string[] Split(string path) => path.TrimStart('.').Split('.');

    public static void CheckReplicas(FieldErrorList errors, string path, JsonValue value)
    {
        var (at, found) = (FieldPath.Of(path), value.At(Split(path)));
        if (found.IsNull) return;
        if (found.AsInteger() is not { } replicas)
            errors.Add(FieldError.Invalid(at, 0, $"{path} accessor error: {JsonText.Shown(found)} is of the type {GoType(found)}, expected int64"));
        else if (replicas < 0) errors.Add(FieldError.Invalid(at, replicas, "should be a non-negative integer"));
        else if (replicas > int.MaxValue) errors.Add(FieldError.Invalid(at, replicas, $"should be less than or equal to {int.MaxValue}"));
    }

    public static void CheckStatus(FieldErrorList errors, CustomResourceSubresourceScale scale, JsonValue value)
    {
        CheckReplicas(errors, scale.StatusReplicasPath, value);
        if (scale.LabelSelectorPath is not { Length: > 0 } path || value.At(Split(path)) is not { IsNull: false } found || found.AsString() is not null) return;
        errors.Add(FieldError.Invalid(
            FieldPath.Of(path), "", $"{path} accessor error: {JsonText.Shown(found)} is of the type {GoType(found)}, expected string"));
    }

    private static string GoType(JsonValue value) => value.Kind switch
    {
        JsonKind.Bool => "bool",
        JsonKind.Integer => "int64",
        JsonKind.Double => "float64",
        JsonKind.String => "string",
        JsonKind.Array => "[]interface {}",
        _ => "map[string]interface {}",
    };
}
