using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core;

/// <summary>The <c>ephemeralcontainers</c> of pods: the door that <c>kubectl debug</c> uses. Nothing else changes through it.</summary>
public sealed class PodEphemeralContainersStrategy : UpdateStrategy<Pod>
{
    public override Pod PrepareForUpdate(Pod value, Pod old, WriteContext context)
    {
        var spec = old.Spec with { EphemeralContainers = value.Spec.EphemeralContainers };
        return PodGeneration.Raise(
            value with
            {
                Metadata = PodGeneration.KeptMetadata(value.Metadata, old.Metadata),
                Spec = DisabledPodFields.Drop(spec, old.Spec),
                Status = old.Status,
            },
            old);
    }

    public override void ValidateUpdate(Pod value, Pod old, FieldErrorList errors) =>
        EphemeralContainerUpdateRules.Check(errors, value, old);
}
