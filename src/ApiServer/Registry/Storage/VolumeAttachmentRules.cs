using System.Text;
using Kybernet.Api.Storage.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Storage;

/// <summary>A volume attachment's source and status. Upstream: <c>ValidateVolumeAttachment</c>.</summary>
/// <remarks>The inline volume, which only migration from in-tree drivers makes, is checked by the rules of the core group's volumes.</remarks>
internal static class VolumeAttachmentRules
{
    private const int MaxMetadataBytes = 256 * 1024;
    private const int MaxMessageBytes = 1024;
    private const string ExactlyOne = "must specify exactly one of inlineVolumeSpec and persistentVolumeName";

    public static void Validate(FieldErrorList errors, VolumeAttachment value)
    {
        ValidateSource(errors, FieldPath.Of("spec").Child("source"), value.Spec.Source);
        var status = FieldPath.Of("status");
        if (StorageParameterRules.SizeOf(value.Status.AttachmentMetadata) > MaxMetadataBytes)
            errors.Add(FieldError.TooLong(status.Child("attachmentMetadata"), MaxMetadataBytes));
        ValidateError(errors, status.Child("attachError"), value.Status.AttachError);
        ValidateError(errors, status.Child("detachError"), value.Status.DetachError);
        if (value.Spec.Source.PersistentVolumeName is { } volume)
            errors.AddInvalid(
                FieldPath.Of("spec.source.persistentVolumeName"), volume, ObjectNames.IsDnsSubdomain(volume, prefix: false));
    }

    private static void ValidateSource(FieldErrorList errors, FieldPath path, VolumeAttachmentSource source)
    {
        switch (source.InlineVolumeSpec, source.PersistentVolumeName)
        {
            case (null, null):
                errors.Add(FieldError.Required(path, ExactlyOne));
                break;
            case (not null, not null):
                errors.Add(FieldError.Forbidden(path, ExactlyOne));
                break;
            case (null, ""):
                errors.Add(FieldError.Required(path.Child("persistentVolumeName"), "must specify non empty persistentVolumeName"));
                break;
        }
    }

    private static void ValidateError(FieldErrorList errors, FieldPath path, VolumeError? error)
    {
        if (error is null) return;
        // Upstream names the limit of another field in this message.
        if (Encoding.UTF8.GetByteCount(error.Message) > MaxMessageBytes)
            errors.Add(FieldError.TooLong(path.Child("message"), MaxMetadataBytes));
        if (error.ErrorCode is { } code and < 0)
            errors.Add(FieldError.Invalid(path.Child("errorCode"), code, ValidationMessages.InclusiveRange(0, int.MaxValue)));
    }
}
