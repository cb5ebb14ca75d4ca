using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>How server-side apply treats an object. Upstream: <c>ValidateCustomResourceDefinitionOpenAPISchema</c>.</summary>
internal static class MapTypeRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, JSONSchemaProps schema)
    {
        if (schema.XKubernetesMapType is not { } mapType) return;
        OfType(errors, path.Child("type"), schema.Type, "object", "x-kubernetes-map-type");
        if (mapType is not ("atomic" or "granular"))
            errors.Add(FieldError.NotSupported(path.Child("x-kubernetes-map-type"), mapType, ["atomic", "granular"]));
    }

    /// <summary>The extension belongs to one type only; false when the schema has another.</summary>
    public static bool OfType(FieldErrorList errors, FieldPath path, string type, string needed, string extension)
    {
        if (type == needed) return true;
        var detail = $"must be {needed} if {extension} is specified";
        errors.Add(type.Length == 0 ? FieldError.Required(path, detail) : FieldError.Invalid(path, type, detail));
        return false;
    }
}
