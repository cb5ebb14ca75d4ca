using Kybernet.Api.Autoscaling.V2;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Autoscaling;

/// <summary>The version of a reference; kind and name are rules of the schema. Upstream: <c>ValidateAPIVersion</c>.</summary>
internal static class ApiVersionRules
{
    public static void Check(CrossVersionObjectReference reference, bool allowNoGroup, FieldPath path, FieldErrorList errors)
    {
        if (Problem(reference.ApiVersion, allowNoGroup) is { } problem)
            errors.Add(FieldError.Invalid(path.Child("apiVersion"), reference.ApiVersion, problem));
    }

    /// <summary>What is wrong, or null.</summary>
    public static string? Problem(string apiVersion, bool allowNoGroup)
    {
        var slashes = apiVersion.AsSpan().Count('/');
        if (slashes > 1) return $"unexpected GroupVersion string: {apiVersion}";
        var hasGroup = slashes == 1 && !apiVersion.StartsWith('/');
        return hasGroup || allowNoGroup ? null : "apiVersion must specify API group";
    }
}
