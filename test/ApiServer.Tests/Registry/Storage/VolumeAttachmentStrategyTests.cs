using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry.Storage;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Registry.Storage;

public sealed class VolumeAttachmentStrategyTests
{
    private static readonly VolumeAttachment s_attachment = new()
    {
        Spec = new() { Attacher = "a.b", NodeName = "n", Source = new() { PersistentVolumeName = "pv" } },
    };

    public static TheoryData<VolumeAttachmentSource, VolumeAttachmentStatus, string, string> Attachments => new()
    {
        { s_attachment.Spec.Source, new(), "", "" },
        { new(), new(), "spec.source", "Required value: must specify exactly one" },
        { new() { PersistentVolumeName = "pv", InlineVolumeSpec = new() }, new(), "spec.source", "Forbidden: must specify exactly one" },
        { new() { PersistentVolumeName = "" }, new(), "spec.source.persistentVolumeName", "must specify non empty" },
        { new() { PersistentVolumeName = "A" }, new(), "spec.source.persistentVolumeName", "RFC 1123 subdomain" },
        { s_attachment.Spec.Source, new() { AttachError = new() { Message = new('x', 1025) } }, "status.attachError.message", "262144" },
        {
            s_attachment.Spec.Source,
            new() { DetachError = new() { ErrorCode = -1 } }, "status.detachError.errorCode", "between 0 and 2147483647"
        },
        {
            s_attachment.Spec.Source,
            new() { AttachmentMetadata = MapOf.Of(("k", new('x', 262144))) }, "status.attachmentMetadata", "262144 bytes"
        },
    };

    [Theory]
    [MemberData(nameof(Attachments))]
    public void Validate_Attachment_Reports(VolumeAttachmentSource source, VolumeAttachmentStatus status, string path, string text) =>
        Findings.Has(
            Findings.OfCreate(new VolumeAttachmentStrategy(), new() { Spec = s_attachment.Spec with { Source = source }, Status = status }),
            path, text);

    [Fact]
    public void Prepare_EachDoor_KeepsTheOtherSide()
    {
        var strategy = new VolumeAttachmentStrategy();
        var old = s_attachment with { Metadata = new() { Labels = MapOf.Of(("a", "b")) }, Status = new() { Attached = true } };
        var change = new VolumeAttachment { Spec = new() { NodeName = "m" }, Status = new() { Attached = false } };
        Assert.Equal(new(), strategy.PrepareForCreate(old, Findings.Context()).Status);
        Assert.Equal(old.Status, strategy.PrepareForUpdate(change, old, Findings.Context()).Status);
        var status = strategy.Status.PrepareForUpdate(change, old, Findings.Context());
        Assert.Equal(old with { Status = change.Status }, status);
    }

    [Fact]
    public void Validate_NegativeCapacity_Reports() => Findings.Has(
        Findings.OfCreate(new CSIStorageCapacityStrategy(), new() { StorageClassName = "a", Capacity = Quantity.Parse("-1") }),
        "capacity", "must be greater than or equal to 0");

    [Fact]
    public void Validate_Topology_ReportsAndWarns()
    {
        var capacity = new CSIStorageCapacity { NodeTopology = new() { MatchLabels = MapOf.Of(("beta.kubernetes.io/arch", "-")) } };
        Findings.Has(Findings.OfCreate(new CSIStorageCapacityStrategy(), capacity), "nodeTopology.matchLabels", "a valid label");
        var warnings = new List<string>();
        new CSIStorageCapacityStrategy().WarnOnCreate(capacity, warnings);
        Assert.Contains("nodeTopology.matchLabels.beta.kubernetes.io/arch: deprecated since v1.14", Assert.Single(warnings), StringComparison.Ordinal);
    }
}
