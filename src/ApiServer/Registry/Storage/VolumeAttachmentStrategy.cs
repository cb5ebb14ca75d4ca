using Kybernet.Api.Storage.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Storage;

/// <summary>Attachments of volumes to nodes; the spec never changes. Upstream: <c>pkg/registry/storage/volumeattachment</c>.</summary>
public sealed class VolumeAttachmentStrategy : Strategy<VolumeAttachment>
{
    public override bool AllowsUnconditionalUpdate => false;

    public override UpdateStrategy<VolumeAttachment> Status { get; } = new StatusDoor();

    public override VolumeAttachment PrepareForCreate(VolumeAttachment value, WriteContext context) =>
        value with { Status = VolumeAttachmentStatus.Empty };

    public override VolumeAttachment PrepareForUpdate(VolumeAttachment value, VolumeAttachment old, WriteContext context) =>
        value with { Status = old.Status };

    public override void Validate(VolumeAttachment value, FieldErrorList errors) => VolumeAttachmentRules.Validate(errors, value);

    private sealed class StatusDoor : UpdateStrategy<VolumeAttachment>
    {
        public override VolumeAttachment PrepareForUpdate(VolumeAttachment value, VolumeAttachment old, WriteContext context) =>
            value with { Spec = old.Spec, Metadata = value.Metadata.ResetForStatus(old.Metadata) };

        public override void ValidateUpdate(VolumeAttachment value, VolumeAttachment old, FieldErrorList errors) =>
            VolumeAttachmentRules.Validate(errors, value);
    }
}
