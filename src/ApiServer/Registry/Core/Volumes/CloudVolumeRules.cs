using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>Disks and shares of cloud providers, and plugins of old.</summary>
internal static class CloudVolumeRules
{
    /// <summary>0 is none, whatever the message says.</summary>
    public static void Partition(int partition, FieldPath path, FieldErrorList errors)
    {
        if (partition is < 0 or > 255)
            errors.Add(FieldError.Invalid(path.Child("partition"), partition, ValidationMessages.InclusiveRange(1, 255)));
    }

    public static void FlexOptions(FlexPersistentVolumeSource source, FieldPath path, FieldErrorList errors)
    {
        foreach (var (key, _) in source.Options)
        {
            var domain = "." + key.Split('/')[0].ToLowerInvariant();
            if (domain.EndsWith(".kubernetes.io", StringComparison.Ordinal) || domain.EndsWith(".k8s.io", StringComparison.Ordinal))
                errors.Add(FieldError.Invalid(
                    path.Child("options").Key(key), key, "kubernetes.io and k8s.io namespaces are reserved"));
        }
    }

    public static void AzureFile(AzureFilePersistentVolumeSource source, FieldPath path, FieldErrorList errors)
    {
        if (source.SecretNamespace is "") errors.Add(FieldError.Required(path.Child("secretNamespace"), ""));
    }

    public static void AzureDisk(AzureDiskVolumeSource source, FieldPath path, FieldErrorList errors)
    {
        if (source.Kind is not { } kind) return;
        var (start, form) = kind == AzureDataDiskKind.Managed
            ? ("/subscriptions/", "/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}")
            : ("https://", "https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd");
        if (!source.DiskURI.StartsWith(start, StringComparison.Ordinal))
            errors.Add(FieldError.NotSupported(path.Child("diskURI"), source.DiskURI, [form]));
    }
}
