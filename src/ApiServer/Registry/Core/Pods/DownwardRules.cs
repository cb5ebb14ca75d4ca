using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>References of a container to fields of its own pod: in its environment and in downward API volumes.</summary>
internal static class DownwardRules
{
    private static readonly string[] s_volumeFieldPaths =
        ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];

    private static readonly string[] s_resources =
    [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory",
    ];

    private static readonly string[] s_convertible =
    [
        "metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName",
        "spec.restartPolicy", "spec.serviceAccountName", "spec.schedulerName", "status.phase", "status.hostIP", "status.hostIPs",
        "status.podIP", "status.podIPs",
    ];

    private static readonly string[] s_byteDivisors =
        ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

    /// <summary>The items of a downward API volume or projection. All errors stand at <paramref name="path"/>, as upstream.</summary>
    public static void Items(FieldErrorList errors, FieldPath path, ListOf<DownwardAPIVolumeFile> items)
    {
        foreach (var item in items) Item(errors, path, item);
    }

    public static void Item(FieldErrorList errors, FieldPath path, DownwardAPIVolumeFile file)
    {
        PathRules.LocalNonReserved(errors, path.Child("path"), file.Path);
        if (file.FieldRef is { } field)
        {
            Field(errors, path.Child("fieldRef"), field, s_volumeFieldPaths);
            if (file.ResourceFieldRef is not null)
                errors.Reject(path, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously");
        }
        else if (file.ResourceFieldRef is { } resource) Resource(errors, path.Child("resourceFieldRef"), resource, inVolume: true);
        else errors.Demand(path, "one of fieldRef and resourceFieldRef is required");
        PathRules.FileMode(errors, path.Child("mode"), file.Mode);
    }

    /// <param name="supported">The paths without a subscript that may be named, sorted.</param>
    public static void Field(FieldErrorList errors, FieldPath path, ObjectFieldSelector field, ReadOnlySpan<string> supported)
    {
        if (field.ApiVersion.Length == 0 || field.FieldPath.Length == 0) return;
        if (Problem(field) is { } problem)
        {
            errors.Reject(path.Child("fieldPath"), field.FieldPath, "error converting fieldPath: " + problem);
            return;
        }

        var fieldPath = field.FieldPath == "spec.host" ? "spec.nodeName" : field.FieldPath;
        if (TrySplit(fieldPath, out var name, out var subscript))
            errors.AddInvalid(
                path, name == "metadata.annotations" ? LowerCaseOf(subscript) : subscript,
                QualifiedNames.IsQualifiedName(name == "metadata.annotations" ? LowerCaseOf(subscript) : subscript));
        else if (!supported.Contains(fieldPath))
            errors.Add(FieldError.NotSupported(path.Child("fieldPath"), fieldPath, supported));
    }

    public static void Resource(FieldErrorList errors, FieldPath path, ResourceFieldSelector selector, bool inVolume = false)
    {
        var resource = selector.Resource;
        if (inVolume && selector.ContainerName.Length == 0) errors.Demand(path.Child("containerName"));
        else if (resource.Length == 0) errors.Demand(path.Child("resource"));
        else if (!s_resources.AsSpan().Contains(resource) && !IsHugePages(resource))
            errors.Add(FieldError.NotSupported(path.Child("resource"), resource, s_resources));
        if (!selector.Divisor.IsZero) Divisor(errors, path.Child("divisor"), resource, selector.Divisor);
    }

    private static void Divisor(FieldErrorList errors, FieldPath path, string resource, Quantity divisor)
    {
        var text = divisor.ToString();
        if (resource is "limits.cpu" or "requests.cpu")
        {
            if (text is not ("1m" or "1"))
                errors.Reject(path, resource, "only divisor's values 1m and 1 are supported with the cpu resource");
            return;
        }

        var kind = resource switch
        {
            "limits.memory" or "requests.memory" => "memory",
            "limits.ephemeral-storage" or "requests.ephemeral-storage" => "local ephemeral storage",
            _ when IsHugePages(resource) => "hugepages",
            _ => null,
        };
        if (kind is not null && !s_byteDivisors.AsSpan().Contains(text))
            errors.Reject(
                path, resource,
                "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported "
                + $"with the {kind} resource");
    }

    private static bool IsHugePages(string resource) =>
        resource.StartsWith("requests.hugepages-", StringComparison.Ordinal)
        || resource.StartsWith("limits.hugepages-", StringComparison.Ordinal);

    private static string? Problem(ObjectFieldSelector field)
    {
        if (field.ApiVersion != "v1") return "unsupported pod version: " + field.ApiVersion;
        if (TrySplit(field.FieldPath, out var name, out _))
            return name is "metadata.annotations" or "metadata.labels"
                ? null
                : "field label does not support subscript: " + field.FieldPath;
        return field.FieldPath == "spec.host" || s_convertible.AsSpan().Contains(field.FieldPath)
            ? null
            : "field label not supported: " + field.FieldPath;
    }

    /// <summary><c>metadata.labels['app']</c> → <c>metadata.labels</c> and <c>app</c>.</summary>
    private static bool TrySplit(string fieldPath, out string name, out string subscript)
    {
        (name, subscript) = (fieldPath, "");
        if (!fieldPath.EndsWith("']", StringComparison.Ordinal)) return false;
        var open = fieldPath.IndexOf("['", StringComparison.Ordinal);
        if (open <= 0 || open + 2 > fieldPath.Length - 2) return false;
        (name, subscript) = (fieldPath[..open], fieldPath[(open + 2)..^2]);
        return true;
    }

    private static string LowerCaseOf(string text) => text.ToLowerInvariant();
}
