using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Meta;

/// <summary>
/// The rules of an object's metadata, the same for every kind but for the name's. Upstream: <c>api/validation/objectmeta.go</c>.
/// </summary>
/// <remarks>Maps are walked in the order of their keys, where upstream's order is random.</remarks>
public static class ObjectMetaRules
{
    /// <summary>The rules of a new object. Its name has been generated, if it was to be.</summary>
    /// <param name="errors">Takes what is found, in upstream's order.</param>
    /// <param name="meta">The metadata.</param>
    /// <param name="isNamespaced">The kind's objects live in namespaces: one is demanded, and forbidden otherwise.</param>
    /// <param name="checkName">What the kind demands of names.</param>
    /// <param name="path">The path of the metadata, usually <c>metadata</c>.</param>
    public static void Validate(FieldErrorList errors, ObjectMeta meta, bool isNamespaced, NameRule checkName, FieldPath path)
    {
        if (meta.GenerateName.Length > 0)
            errors.AddInvalid(path.Child("generateName"), meta.GenerateName, checkName(meta.GenerateName, prefix: true));
        // A good prefix with a bad name is a fault of the generation, and reported all the same.
        if (meta.Name.Length == 0) errors.Add(FieldError.Required(path.Child("name"), "name or generateName is required"));
        else errors.AddInvalid(path.Child("name"), meta.Name, checkName(meta.Name, prefix: false));
        ValidateNamespace(errors, meta.Namespace, isNamespaced, path.Child("namespace"));
        MetadataRules.NonNegative(errors, path.Child("generation"), meta.Generation);
        ValidateMaps(errors, meta, path);
        OwnerReferenceRules.Validate(errors, meta.OwnerReferences, path.Child("ownerReferences"));
        MetadataRules.Finalizers(errors, path.Child("finalizers"), meta.Finalizers);
        ManagedFieldsRules.Validate(errors, meta.ManagedFields, path.Child("managedFields"));
    }

    /// <summary>The rules of an update: what may not change, and again those of what may. The kind checks the name when it checks the whole object.</summary>
    /// <remarks>
    /// Upstream does not check the names of finalizers here, only that an object that is being deleted gets no more of them.
    /// </remarks>
    public static void ValidateUpdate(FieldErrorList errors, ObjectMeta meta, ObjectMeta old, FieldPath path)
    {
        if (old.DeletionTimestamp is not null)
            MetadataRules.NoNewFinalizers(errors, path.Child("finalizers"), meta.Finalizers, old.Finalizers);
        if (meta.ResourceVersion.Length == 0)
            errors.Add(FieldError.Invalid(path.Child("resourceVersion"), meta.ResourceVersion, "must be specified for an update"));
        if (meta.Generation < old.Generation)
            errors.Add(FieldError.Invalid(path.Child("generation"), meta.Generation, "must not be decremented"));
        ValidateUnchanged(errors, meta, old, path);
        ValidateMaps(errors, meta, path);
        OwnerReferenceRules.Validate(errors, meta.OwnerReferences, path.Child("ownerReferences"));
        ManagedFieldsRules.Validate(errors, meta.ManagedFields, path.Child("managedFields"));
    }

    private static void ValidateNamespace(FieldErrorList errors, string value, bool isNamespaced, FieldPath path)
    {
        if (!isNamespaced)
        {
            if (value.Length > 0) errors.Add(FieldError.Forbidden(path, "not allowed on this type"));
        }
        else if (value.Length == 0)
        {
            errors.Add(FieldError.Required(path, ""));
        }
        else
        {
            errors.AddInvalid(path, value, ObjectNames.IsDnsLabel(value, prefix: false));
        }
    }

    private static void ValidateMaps(FieldErrorList errors, ObjectMeta meta, FieldPath path)
    {
        MetadataRules.Labels(errors, path.Child("labels"), meta.Labels);
        MetadataRules.Annotations(errors, path.Child("annotations"), meta.Annotations);
    }

    private static void ValidateUnchanged(FieldErrorList errors, ObjectMeta meta, ObjectMeta old, FieldPath path)
    {
        ImmutableRules.Immutable(errors, path.Child("name"), meta.Name, old.Name);
        ImmutableRules.Immutable(errors, path.Child("namespace"), meta.Namespace, old.Namespace);
        ImmutableRules.Immutable(errors, path.Child("uid"), meta.Uid, old.Uid, FieldValue.JsonString);
        ImmutableRules.Immutable(
            errors, path.Child("creationTimestamp"), meta.CreationTimestamp, old.CreationTimestamp, static time => FieldValue.Of(time));
        ImmutableRules.Immutable(errors, path.Child("deletionTimestamp"), meta.DeletionTimestamp, old.DeletionTimestamp, FieldValue.Of);
        ImmutableRules.Immutable(
            errors, path.Child("deletionGracePeriodSeconds"), meta.DeletionGracePeriodSeconds, old.DeletionGracePeriodSeconds);
    }
}
