using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Meta;

/// <summary>The rules of field ownership. Upstream: <c>ValidateManagedFields</c> of <c>apis/meta/v1/validation/validation.go</c>.</summary>
public static class ManagedFieldsRules
{
    /// <summary>In bytes.</summary>
    public const int MaxSubresourceNameLength = 256;

    public static void Validate(FieldErrorList errors, ListOf<ManagedFieldsEntry> entries, FieldPath path)
    {
        for (var i = 0; i < entries.Count; i++) Validate(errors, entries[i], path.Index(i));
    }

    private static void Validate(FieldErrorList errors, ManagedFieldsEntry entry, FieldPath path)
    {
        if (entry.Operation is not (ManagedFieldsOperationType.Apply or ManagedFieldsOperationType.Update))
            errors.Add(FieldError.Invalid(path.Child("operation"), FieldValue.JsonString(entry.Operation), "must be `Apply` or `Update`"));
        if (entry.FieldsType is not ("" or "FieldsV1"))
            errors.Add(FieldError.Invalid(path.Child("fieldsType"), entry.FieldsType, "must be `FieldsV1`"));
        MetadataRules.FieldManager(errors, path.Child("manager"), entry.Manager);
        LengthRules.MaxBytes(errors, path.Child("subresource"), entry.Subresource, MaxSubresourceNameLength);
    }
}
