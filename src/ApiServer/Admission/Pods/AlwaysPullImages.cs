using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Admission.Pods;

/// <summary>
/// Images are always pulled, so that who may not pull one cannot run it either. Off by default.
/// Upstream: <c>plugin/pkg/admission/alwayspullimages</c>.
/// </summary>
internal sealed class AlwaysPullImages() : AdmissionPlugin("AlwaysPullImages", Resources.Pods)
{
    protected override Outcome<IObject> Mutate(AdmissionAttributes attributes, IObject value, IObject? old)
    {
        if (!Applies(attributes, value, old)) return Outcome<IObject>.Ok(value);
        var pod = (Pod)value;
        return Outcome<IObject>.Ok(pod with
        {
            Spec = pod.Spec with
            {
                InitContainers = pod.Spec.InitContainers.Select(static one => one with { ImagePullPolicy = PullPolicy.Always }).ToListOf(),
                Containers = pod.Spec.Containers.Select(static one => one with { ImagePullPolicy = PullPolicy.Always }).ToListOf(),
                EphemeralContainers = pod.Spec.EphemeralContainers.Select(static one => one with { ImagePullPolicy = PullPolicy.Always }).ToListOf(),
                Volumes = pod.Spec.Volumes.Select(static volume => volume.Image is { } image
                    ? volume with { Image = image with { PullPolicy = PullPolicy.Always } } : volume).ToListOf(),
            },
        });
    }

    protected override ApiError? Validate(AdmissionAttributes attributes, IObject? value, IObject? old)
    {
        if (!Applies(attributes, value, old)) return null;
        var path = FieldPath.Of("spec");
        foreach (var (container, at) in PodContainers.All(((Pod)value!).Spec, path))
        {
            if (container.ImagePullPolicy != PullPolicy.Always)
                return attributes.Forbidden(FieldError.NotSupported(at.Child("imagePullPolicy"), container.ImagePullPolicy, [PullPolicy.Always]).ToString());
        }

        return null;
    }

    private static bool Applies(AdmissionAttributes attributes, IObject? value, IObject? old)
    {
        if (attributes.Subresource.Length > 0 || value is not Pod pod) return false;
        if (old is not Pod before) return attributes.Operation == AdmissionOperation.Create;
        var known = PodContainers.All(before.Spec).Select(static container => container.Image).ToHashSet(StringComparer.Ordinal);
        return PodContainers.All(pod.Spec).Any(container => !known.Contains(container.Image));
    }
}
