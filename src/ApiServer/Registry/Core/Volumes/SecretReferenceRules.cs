using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>References to the secrets of a volume's driver. Those that are absent pass.</summary>
internal static class SecretReferenceRules
{
    /// <summary>A name and a namespace, in any form.</summary>
    public static void Named(SecretReference? reference, FieldPath path, FieldErrorList errors)
    {
        if (reference is null) return;
        if (reference.Name.Length == 0) errors.Add(FieldError.Required(path.Child("name"), ""));
        if (reference.Namespace.Length == 0) errors.Add(FieldError.Required(path.Child("namespace"), ""));
    }

    public static void Storageos(ObjectReference? reference, FieldPath path, FieldErrorList errors)
    {
        if (reference is not null) Named(new() { Name = reference.Name, Namespace = reference.Namespace }, path, errors);
    }

    /// <summary>Upstream leaves the secret of staging unchecked.</summary>
    public static void Csi(CSIPersistentVolumeSource source, FieldPath path, FieldErrorList errors)
    {
        Valid(source.ControllerPublishSecretRef, path.Child("controllerPublishSecretRef"), errors);
        Valid(source.ControllerExpandSecretRef, path.Child("controllerExpandSecretRef"), errors);
        Valid(source.NodePublishSecretRef, path.Child("nodePublishSecretRef"), errors);
        Valid(source.NodeExpandSecretRef, path.Child("nodeExpandSecretRef"), errors);
    }

    private static void Valid(SecretReference? reference, FieldPath path, FieldErrorList errors)
    {
        if (reference is null) return;
        Named(reference, path, errors);
        if (reference.Name.Length > 0) FormatRules.DnsSubdomain(errors, path.Child("name"), reference.Name);
        if (reference.Namespace.Length > 0) FormatRules.DnsLabel(errors, path.Child("namespace"), reference.Namespace);
    }
}
