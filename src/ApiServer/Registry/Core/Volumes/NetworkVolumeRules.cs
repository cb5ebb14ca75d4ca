using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>Volumes that a server on the network holds.</summary>
internal static class NetworkVolumeRules
{
    public static void Nfs(NFSVolumeSource source, FieldPath path, FieldErrorList errors)
    {
        if (!source.Path.StartsWith('/')) errors.Add(FieldError.Invalid(path.Child("path"), source.Path, "must be an absolute path"));
    }

    public static void Glusterfs(GlusterfsPersistentVolumeSource source, FieldPath path, FieldErrorList errors)
    {
        var at = path.Child("endpointsNamespace");
        if (source.EndpointsNamespace is "")
            errors.Add(FieldError.Invalid(at, "", "if the endpointnamespace is set, it must be a valid namespace name"));
        else FormatRules.DnsLabel(errors, at, source.EndpointsNamespace);
    }

    public static void Flocker(FlockerVolumeSource source, FieldPath path, FieldErrorList errors)
    {
        var (name, uuid) = (source.DatasetName, source.DatasetUUID);
        if (name.Length == 0 && uuid.Length == 0) errors.Add(FieldError.Required(path, "one of datasetName and datasetUUID is required"));
        if (name.Length > 0 && uuid.Length > 0)
            errors.Add(FieldError.Invalid(path, "resource", "datasetName and datasetUUID can not be specified simultaneously"));
        if (name.Contains('/', StringComparison.Ordinal))
            errors.Add(FieldError.Invalid(path.Child("datasetName"), name, "must not contain '/'"));
    }

    public static void Quobyte(QuobyteVolumeSource source, FieldPath path, FieldErrorList errors)
    {
        const string Form = "must be a host:port pair or multiple pairs separated by commas";
        if (source.Registry.Length == 0) errors.Add(FieldError.Required(path.Child("registry"), Form));
        else if (source.Tenant.Length > 64)
            errors.Add(FieldError.Required(path.Child("tenant"), "must be a UUID and may not exceed a length of 64 characters"));
        else
            foreach (var pair in source.Registry.Split(','))
                if (!IsHostAndPort(pair)) errors.Add(FieldError.Invalid(path.Child("registry"), source.Registry, Form));
    }

    public static void FibreChannel(FCVolumeSource source, FieldPath path, FieldErrorList errors)
    {
        var names = path.Child("targetWWNs");
        if (source.TargetWWNs.IsEmpty)
        {
            if (source.Wwids.IsEmpty) errors.Add(FieldError.Required(names, "must specify either targetWWNs or wwids, but not both"));
            return;
        }

        if (!source.Wwids.IsEmpty)
            errors.Add(FieldError.Invalid(
                names, FieldValue.JsonStrings(source.TargetWWNs), "targetWWNs and wwids can not be specified simultaneously"));
        if (source.Lun is not { } lun) errors.Add(FieldError.Required(path.Child("lun"), "lun is required if targetWWNs is specified"));
        else errors.AddInvalid(path.Child("lun"), lun, Numbers.IsInRange(lun, 0, 255));
    }

    /// <summary>One colon, or an address in brackets before the last.</summary>
    private static bool IsHostAndPort(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0) return false;
        var host = text[..colon];
        return host.StartsWith('[') ? host.EndsWith(']') : !host.Contains(':', StringComparison.Ordinal);
    }
}
