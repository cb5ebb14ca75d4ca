using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.VolumeClaims;

/// <summary>PersistentVolumeClaims. Upstream: <c>pkg/registry/core/persistentvolumeclaim/strategy.go</c>.</summary>
public sealed class VolumeClaimStrategy : Strategy<PersistentVolumeClaim>
{
    private const string BetaStorageClass = "volume.beta.kubernetes.io/storage-class";

    public override UpdateStrategy<PersistentVolumeClaim> Status { get; } = new VolumeClaimStatusStrategy();

    public override PersistentVolumeClaim Default(PersistentVolumeClaim value) => VolumeClaimDefaults.Apply(value);

    public override PersistentVolumeClaim PrepareForCreate(PersistentVolumeClaim value, WriteContext context) =>
        value with { Status = new() { Phase = PersistentVolumeClaimPhase.Pending }, Spec = DataSources.Prepare(value.Spec, null) };

    public override PersistentVolumeClaim PrepareForUpdate(PersistentVolumeClaim value, PersistentVolumeClaim old, WriteContext context) =>
        value with { Status = old.Status, Spec = DataSources.Prepare(value.Spec, old.Spec) };

    public override void Validate(PersistentVolumeClaim value, FieldErrorList errors) =>
        VolumeClaimSpecRules.Check(value.Spec, null, FieldPath.Of("spec"), errors);

    public override void ValidateUpdate(PersistentVolumeClaim value, PersistentVolumeClaim old, FieldErrorList errors)
    {
        VolumeClaimSpecRules.Check(value.Spec, old.Spec, FieldPath.Of("spec"), errors);
        VolumeClaimUpdateRules.Check(value, old, errors);
    }

    public override void WarnOnCreate(PersistentVolumeClaim value, ICollection<string> warnings)
    {
        if (value.Metadata.Annotations.ContainsKey(BetaStorageClass))
            warnings.Add($"metadata.annotations[{BetaStorageClass}]: deprecated since v1.8; use \"storageClassName\" attribute instead");
        VolumeClaimSpecRules.Warn(value.Spec, FieldPath.Of("spec"), warnings);
    }

    public override void WarnOnUpdate(PersistentVolumeClaim value, PersistentVolumeClaim old, ICollection<string> warnings) =>
        WarnOnCreate(value, warnings);
}
