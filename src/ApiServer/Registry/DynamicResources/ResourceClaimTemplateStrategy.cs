using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>Templates of claims, which never change. Upstream: <c>pkg/registry/resource/resourceclaimtemplate</c>.</summary>
/// <remarks>That a namespace allows administrative access is for the pipeline to ask: it knows namespaces.</remarks>
public sealed class ResourceClaimTemplateStrategy : Strategy<ResourceClaimTemplate>
{
    public override ResourceClaimTemplate Default(ResourceClaimTemplate value)
    {
        var spec = value.Spec.Spec;
        var devices = DeviceRequestDefaults.Of(spec.Devices);
        return ReferenceEquals(devices, spec.Devices)
            ? value
            : value with { Spec = value.Spec with { Spec = spec with { Devices = devices } } };
    }

    public override void Validate(ResourceClaimTemplate value, FieldErrorList errors)
    {
        var path = FieldPath.Of("spec");
        ValidateMetadata(errors, path.Child("metadata"), value.Spec.Metadata);
        DeviceClaimRules.Validate(errors, path.Child("spec").Child("devices"), value.Spec.Spec.Devices);
    }

    /// <summary>Of a template's metadata only labels and annotations are used; anything else is a mistake.</summary>
    private static void ValidateMetadata(FieldErrorList errors, FieldPath path, ObjectMeta metadata)
    {
        MetadataRules.Annotations(errors, path.Child("annotations"), metadata.Annotations);
        MetadataRules.Labels(errors, path.Child("labels"), metadata.Labels);
        Unused(errors, path, "name", metadata.Name.Length > 0);
        Unused(errors, path, "generateName", metadata.GenerateName.Length > 0);
        Unused(errors, path, "namespace", metadata.Namespace.Length > 0);
        Unused(errors, path, "selfLink", metadata.SelfLink.Length > 0);
        // Upstream lowers the first letter of UID only.
        Unused(errors, path, "uID", metadata.Uid.Length > 0);
        Unused(errors, path, "resourceVersion", metadata.ResourceVersion.Length > 0);
        Unused(errors, path, "generation", metadata.Generation != 0);
        Unused(errors, path, "creationTimestamp", !metadata.CreationTimestamp.IsZero);
        Unused(errors, path, "deletionTimestamp", metadata.DeletionTimestamp is not null);
        Unused(errors, path, "deletionGracePeriodSeconds", metadata.DeletionGracePeriodSeconds is not null);
        Unused(errors, path, "ownerReferences", !metadata.OwnerReferences.IsAbsent);
        Unused(errors, path, "finalizers", !metadata.Finalizers.IsAbsent);
        Unused(errors, path, "managedFields", !metadata.ManagedFields.IsAbsent);
    }

    private static void Unused(FieldErrorList errors, FieldPath path, string field, bool isSet)
    {
        if (isSet) errors.Add(FieldError.Forbidden(path.Child(field), "cannot be set"));
    }
}
