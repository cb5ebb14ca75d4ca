using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core;

/// <summary>The <c>resize</c> of pods: resources of containers and of the pod. Nothing else changes through it.</summary>
public sealed class PodResizeStrategy : UpdateStrategy<Pod>
{
    public override Pod PrepareForUpdate(Pod value, Pod old, WriteContext context) => PodGeneration.Raise(Kept(value, old), old);

    public override void ValidateUpdate(Pod value, Pod old, FieldErrorList errors) => PodResizeRules.Check(errors, value, old);

    /// <summary>Containers that came, went or changed places are left for validation to refuse.</summary>
    private static Pod Kept(Pod value, Pod old)
    {
        var (spec, before) = (value.Spec, old.Spec);
        if (spec.Containers.Count != before.Containers.Count || spec.InitContainers.Count != before.InitContainers.Count) return value;
        return value with
        {
            Metadata = PodGeneration.KeptMetadata(value.Metadata, old.Metadata),
            Spec = before with
            {
                Resources = spec.Resources,
                Containers = Kept(spec.Containers, before.Containers),
                InitContainers = Kept(spec.InitContainers, before.InitContainers),
            },
            Status = old.Status,
        };
    }

    private static ListOf<Container> Kept(ListOf<Container> containers, ListOf<Container> before)
    {
        var kept = before.AsSpan().ToArray();
        for (var i = 0; i < kept.Length; i++)
        {
            if (kept[i].Name != containers[i].Name) return containers;
            kept[i] = kept[i] with { Resources = containers[i].Resources, ResizePolicy = containers[i].ResizePolicy };
        }

        return kept.Length == 0 ? before : ListOf<Container>.Adopt(kept);
    }
}
