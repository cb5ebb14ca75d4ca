using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Volumes of the storage systems that upstream once knew itself.</summary>
internal static class DiskVolumeRules
{
    public static void Partition(FieldErrorList errors, FieldPath path, int partition)
    {
        if (partition is < 0 or > 255) errors.Reject(path.Child("partition"), partition, ValidationMessages.InclusiveRange(1, 255));
    }

    public static void Flocker(FieldErrorList errors, FieldPath path, FlockerVolumeSource flocker)
    {
        if (flocker is { DatasetName: "", DatasetUUID: "" }) errors.Demand(path, "one of datasetName and datasetUUID is required");
        if (flocker is { DatasetName.Length: > 0, DatasetUUID.Length: > 0 })
            errors.Reject(path, "resource", "datasetName and datasetUUID can not be specified simultaneously");
        if (flocker.DatasetName.Contains('/', StringComparison.Ordinal))
            errors.Reject(path.Child("datasetName"), flocker.DatasetName, "must not contain '/'");
    }

    public static void Quobyte(FieldErrorList errors, FieldPath path, QuobyteVolumeSource quobyte)
    {
        const string Pairs = "must be a host:port pair or multiple pairs separated by commas";
        if (quobyte.Registry.Length == 0) errors.Demand(path.Child("registry"), Pairs);
        else if (quobyte.Tenant.Length >= 65)
            errors.Demand(path.Child("tenant"), "must be a UUID and may not exceed a length of 64 characters");
        else
            foreach (var pair in quobyte.Registry.Split(','))
                if (!IsHostAndPort(pair)) errors.Reject(path.Child("registry"), quobyte.Registry, Pairs);
    }

    public static void FibreChannel(FieldErrorList errors, FieldPath path, FCVolumeSource fc)
    {
        var at = path.Child("targetWWNs");
        if (fc.TargetWWNs.IsEmpty && fc.Wwids.IsEmpty) errors.Demand(at, "must specify either targetWWNs or wwids, but not both");
        if (fc.TargetWWNs.IsEmpty) return;
        if (!fc.Wwids.IsEmpty)
            errors.Reject(at, FieldValue.JsonStrings(fc.TargetWWNs), "targetWWNs and wwids can not be specified simultaneously");
        if (fc.Lun is not { } lun) errors.Demand(path.Child("lun"), "lun is required if targetWWNs is specified");
        else if (lun is < 0 or > 255) errors.Reject(path.Child("lun"), lun, ValidationMessages.InclusiveRange(0, 255));
    }

    public static void AzureDisk(FieldErrorList errors, FieldPath path, AzureDiskVolumeSource disk)
    {
        if (disk.Kind is null) return;
        var isManaged = disk.Kind == AzureDataDiskKind.Managed;
        if (disk.DiskURI.StartsWith(isManaged ? "/subscriptions/" : "https://", StringComparison.Ordinal)) return;
        errors.Add(FieldError.NotSupported(
            path.Child("diskURI"), disk.DiskURI,
            [
                isManaged
                    ? "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}"
                    : "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd",
            ]));
    }

    /// <summary>Options of a driver do not stand in Kubernetes' namespaces.</summary>
    public static void FlexOptions(FieldErrorList errors, FieldPath path, MapOf<string> options)
    {
        foreach (var (key, _) in options)
        {
            var slash = key.IndexOf('/', StringComparison.Ordinal);
            var domain = "." + (slash < 0 ? key : key[..slash]);
            if (domain.EndsWith(".kubernetes.io", StringComparison.OrdinalIgnoreCase)
                || domain.EndsWith(".k8s.io", StringComparison.OrdinalIgnoreCase))
                errors.Reject(path.Key(key), key, "kubernetes.io and k8s.io namespaces are reserved");
        }
    }

    private static bool IsHostAndPort(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0) return false;
        var host = text.AsSpan(0, colon);
        if (host is ['[', .. var inner, ']']) return !inner.ContainsAny('[', ']');
        return !host.ContainsAny(":[]") && !text.AsSpan(colon).ContainsAny('[', ']');
    }
}
