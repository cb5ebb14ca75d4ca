using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Volumes;

/// <summary>The phase and when it last changed, which is the server's to say unless the client does.</summary>
internal sealed class VolumeStatusStrategy : UpdateStrategy<PersistentVolume>
{
    public override PersistentVolume PrepareForUpdate(PersistentVolume value, PersistentVolume old, WriteContext context)
    {
        var (given, before) = (value.Status.LastPhaseTransitionTime, old.Status.LastPhaseTransitionTime);
        var isSame = value.Status.Phase == old.Status.Phase;
        var time = isSame ? given ?? before : given is null || given == before ? Time.From(context.Time.GetUtcNow()) : given;
        return value with { Spec = old.Spec, Status = value.Status with { LastPhaseTransitionTime = time } };
    }

    public override void ValidateUpdate(PersistentVolume value, PersistentVolume old, FieldErrorList errors)
    {
        if (value.Metadata.ResourceVersion.Length == 0) errors.Add(FieldError.Required(FieldPath.Of("resourceVersion"), ""));
    }
}
