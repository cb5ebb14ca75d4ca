using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Resources;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>PersistentVolumes. Upstream: <c>pkg/registry/core/persistentvolume/strategy.go</c>.</summary>
public sealed class VolumeStrategy : Strategy<PersistentVolume>
{
    public override UpdateStrategy<PersistentVolume> Status { get; } = new VolumeStatusStrategy();

    public override PersistentVolume Default(PersistentVolume value)
    {
        var spec = value.Spec;
        if (spec.PersistentVolumeReclaimPolicy.Length == 0)
            spec = spec with { PersistentVolumeReclaimPolicy = PersistentVolumeReclaimPolicy.Retain };
        if (spec.VolumeMode is null) spec = spec with { VolumeMode = PersistentVolumeMode.Filesystem };
        var capacity = ResourceLists.RoundedUp(spec.Capacity);
        if (!ResourceLists.IsSame(capacity, spec.Capacity)) spec = spec with { Capacity = capacity };
        return ReferenceEquals(spec, value.Spec) ? value : value with { Spec = spec };
    }

    public override PersistentVolume PrepareForCreate(PersistentVolume value, WriteContext context) => value with
    {
        Status = new() { Phase = PersistentVolumePhase.Pending, LastPhaseTransitionTime = Time.From(context.Time.GetUtcNow()) },
    };

    public override PersistentVolume PrepareForUpdate(PersistentVolume value, PersistentVolume old, WriteContext context) =>
        value with { Status = old.Status };

    public override void Validate(PersistentVolume value, FieldErrorList errors) => VolumeRules.Check(value, null, errors);

    public override void ValidateUpdate(PersistentVolume value, PersistentVolume old, FieldErrorList errors)
    {
        VolumeRules.Check(value, old, errors);
        VolumeUpdateRules.Check(value.Spec, old.Spec, errors);
    }

    public override void WarnOnCreate(PersistentVolume value, ICollection<string> warnings) => VolumeWarnings.Add(value, warnings);

    public override void WarnOnUpdate(PersistentVolume value, PersistentVolume old, ICollection<string> warnings) =>
        VolumeWarnings.Add(value, warnings);
}
