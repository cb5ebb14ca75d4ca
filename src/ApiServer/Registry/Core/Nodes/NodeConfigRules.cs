using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Nodes;

/// <summary>References to a kubelet's configuration, which nothing follows any more.</summary>
internal static class NodeConfigRules
{
    public static void CheckSpec(NodeConfigSource source, FieldPath path, FieldErrorList errors)
    {
        if (Map(source, path, errors) is not { } map) return;
        var at = path.Child("configMap");
        if (map.Uid.Length > 0) errors.Add(FieldError.Forbidden(at.Child("uid"), "uid must not be set in spec"));
        if (map.ResourceVersion.Length > 0)
            errors.Add(FieldError.Forbidden(at.Child("resourceVersion"), "resourceVersion must not be set in spec"));
        CheckNames(map, at, errors);
    }

    public static void CheckStatus(NodeConfigStatus config, FieldErrorList errors)
    {
        var path = FieldPath.Of("status").Child("config");
        CheckReported(config.Assigned, path.Child("assigned"), errors);
        CheckReported(config.Active, path.Child("active"), errors);
        CheckReported(config.LastKnownGood, path.Child("lastKnownGood"), errors);
    }

    private static void CheckReported(NodeConfigSource? source, FieldPath path, FieldErrorList errors)
    {
        if (source is null || Map(source, path, errors) is not { } map) return;
        var at = path.Child("configMap");
        if (map.Uid.Length == 0) errors.Add(FieldError.Required(at.Child("uid"), ""));
        if (map.ResourceVersion.Length == 0) errors.Add(FieldError.Required(at.Child("resourceVersion"), ""));
        CheckNames(map, at, errors);
    }

    private static ConfigMapNodeConfigSource? Map(NodeConfigSource source, FieldPath path, FieldErrorList errors)
    {
        if (source.ConfigMap is null)
            errors.Add(FieldError.Invalid(path, FieldValue.Json("""{"ConfigMap":null}"""), "exactly one reference subfield must be non-nil"));
        return source.ConfigMap;
    }

    private static void CheckNames(ConfigMapNodeConfigSource map, FieldPath path, FieldErrorList errors)
    {
        Check(map.Namespace, "namespace", FormatRules.DnsLabel);
        Check(map.Name, "name", FormatRules.DnsSubdomain);
        Check(map.KubeletConfigKey, "kubeletConfigKey", FormatRules.ConfigMapKey);

        void Check(string value, string field, Action<FieldErrorList, FieldPath, string?> rule)
        {
            if (value.Length == 0) errors.Add(FieldError.Required(path.Child(field), ""));
            else rule(errors, path.Child(field), value);
        }
    }
}
