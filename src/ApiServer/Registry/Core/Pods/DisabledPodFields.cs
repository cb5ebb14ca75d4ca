using Kybernet.Api.Core.V1;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>
/// Drops fields of features that are off in this version, unless the old object had them: ClusterTrustBundleProjection,
/// PodCertificateRequest, GenericWorkload, ContainerStopSignals, DRANodeAllocatableResources and ImageVolumeWithDigest. Upstream:
/// <c>dropDisabledFields</c> of <c>pkg/api/pod</c>.
/// </summary>
internal static class DisabledPodFields
{
    public static PodTemplateSpec Drop(PodTemplateSpec template, PodTemplateSpec? old)
    {
        var spec = Drop(template.Spec, old?.Spec);
        return ReferenceEquals(spec, template.Spec) ? template : template with { Spec = spec };
    }

    public static PodSpec Drop(PodSpec spec, PodSpec? old)
    {
        if (spec.SchedulingGroup is not null && old?.SchedulingGroup is null) spec = spec with { SchedulingGroup = null };
        var keepBundles = old is not null && Sources(old).Any(source => source.ClusterTrustBundle is not null);
        var keepCertificates = old is not null && Sources(old).Any(source => source.PodCertificate is not null);
        if (Sources(spec).Any(source => IsDropped(source, keepBundles, keepCertificates)))
            spec = spec with { Volumes = spec.Volumes.Rewrite(volume => Volume(volume, keepBundles, keepCertificates)) };
        return HasStopSignals(spec) && !(old is not null && HasStopSignals(old)) ? WithoutStopSignals(spec) : spec;
    }

    public static PodStatus Drop(PodStatus status, PodStatus old)
    {
        if (!status.NodeAllocatableResourceClaimStatuses.IsEmpty && old.NodeAllocatableResourceClaimStatuses.IsEmpty)
            status = status with { NodeAllocatableResourceClaimStatuses = default };
        if (!HasVolumeStatus(status) || HasVolumeStatus(old)) return status;
        return status with
        {
            InitContainerStatuses = status.InitContainerStatuses.Rewrite(WithoutVolumeStatus),
            ContainerStatuses = status.ContainerStatuses.Rewrite(WithoutVolumeStatus),
            EphemeralContainerStatuses = status.EphemeralContainerStatuses.Rewrite(WithoutVolumeStatus),
        };
    }

    private static IEnumerable<VolumeProjection> Sources(PodSpec spec) =>
        spec.Volumes.SelectMany(volume => volume.Projected?.Sources ?? default);

    private static bool IsDropped(VolumeProjection source, bool keepBundles, bool keepCertificates) =>
        (source.ClusterTrustBundle is not null && !keepBundles) || (source.PodCertificate is not null && !keepCertificates);

    private static Volume Volume(Volume volume, bool keepBundles, bool keepCertificates)
    {
        if (volume.Projected is not { } projected) return volume;
        var sources = projected.Sources.Rewrite(source => !IsDropped(source, keepBundles, keepCertificates) ? source : source with
        {
            ClusterTrustBundle = keepBundles ? source.ClusterTrustBundle : null,
            PodCertificate = keepCertificates ? source.PodCertificate : null,
        });
        return volume with { Projected = projected with { Sources = sources } };
    }

    private static bool HasStopSignals(PodSpec spec) =>
        spec.Containers.Concat(spec.InitContainers).Any(container => container.Lifecycle?.StopSignal is not null)
        || spec.EphemeralContainers.Any(container => container.Lifecycle?.StopSignal is not null);

    private static PodSpec WithoutStopSignals(PodSpec spec) => spec with
    {
        Containers = spec.Containers.Rewrite(container => container with { Lifecycle = WithoutStopSignal(container.Lifecycle) }),
        InitContainers = spec.InitContainers.Rewrite(container => container with { Lifecycle = WithoutStopSignal(container.Lifecycle) }),
        EphemeralContainers =
            spec.EphemeralContainers.Rewrite(container => container with { Lifecycle = WithoutStopSignal(container.Lifecycle) }),
    };

    private static Lifecycle? WithoutStopSignal(Lifecycle? lifecycle)
    {
        if (lifecycle?.StopSignal is null) return lifecycle;
        var rest = lifecycle with { StopSignal = null };
        return rest == Lifecycle.Empty ? null : rest;
    }

    private static bool HasVolumeStatus(PodStatus status) =>
        status.ContainerStatuses.Concat(status.InitContainerStatuses).Concat(status.EphemeralContainerStatuses)
            .Any(container => container.VolumeMounts.Any(mount => mount.VolumeStatus is not null));

    private static ContainerStatus WithoutVolumeStatus(ContainerStatus status) => status.VolumeMounts.IsEmpty
        ? status
        : status with { VolumeMounts = status.VolumeMounts.Rewrite(mount => mount with { VolumeStatus = null }) };
}
