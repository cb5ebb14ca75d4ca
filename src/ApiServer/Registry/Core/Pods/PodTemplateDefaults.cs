using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>
/// Defaults of pods' specs that depend on other fields, for pods and templates alike, and what reading and writing changes on the
/// way. Each returns what it was given when nothing is to be set. Upstream: <c>pkg/apis/core/v1/defaults.go</c>, <c>conversion.go</c>.
/// </summary>
internal static class PodTemplateDefaults
{
    private const int MilliScale = -3;

    public static PodTemplateSpec Template(PodTemplateSpec template)
    {
        var (spec, metadata) = (Spec(template.Spec), Metadata(template.Metadata));
        return ReferenceEquals(spec, template.Spec) && ReferenceEquals(metadata, template.Metadata)
            ? template
            : template with { Spec = spec, Metadata = metadata };
    }

    public static PodSpec Spec(PodSpec spec)
    {
        var volumes = spec.Volumes.Rewrite(Volume);
        var init = spec.InitContainers.Rewrite(Container);
        var containers = spec.Containers.Rewrite(Container);
        var ephemeral = spec.EphemeralContainers.Rewrite(Ephemeral);
        if (!volumes.IsSame(spec.Volumes)) spec = spec with { Volumes = volumes };
        if (!init.IsSame(spec.InitContainers)) spec = spec with { InitContainers = init };
        if (!containers.IsSame(spec.Containers)) spec = spec with { Containers = containers };
        if (!ephemeral.IsSame(spec.EphemeralContainers)) spec = spec with { EphemeralContainers = ephemeral };
        if (Rounded(spec.Overhead, out var overhead)) spec = spec with { Overhead = overhead };
        if (spec.Resources is { } resources && Rounded(resources) is var rounded && !ReferenceEquals(rounded, resources))
            spec = spec with { Resources = rounded };
        return ServiceAccount(spec);
    }

    /// <summary>The service account has two names, of which <c>serviceAccountName</c> wins.</summary>
    public static PodSpec ServiceAccount(PodSpec spec)
    {
        var name = spec.ServiceAccountName.Length > 0 ? spec.ServiceAccountName : spec.ServiceAccount;
        return spec.ServiceAccountName == name && spec.ServiceAccount == name
            ? spec
            : spec with { ServiceAccountName = name, ServiceAccount = name };
    }

    /// <summary>The template as it is stored, after whatever admission did to it.</summary>
    public static PodTemplateSpec Canonical(PodTemplateSpec template)
    {
        var spec = ServiceAccount(template.Spec);
        return ReferenceEquals(spec, template.Spec) ? template : template with { Spec = spec };
    }

    /// <summary>Without the annotations that init containers had before they were a field.</summary>
    public static ObjectMeta Metadata(ObjectMeta metadata)
    {
        foreach (var key in PodAnnotations.LegacyInitContainers)
            if (metadata.Annotations.ContainsKey(key)) metadata = metadata with { Annotations = metadata.Annotations.Remove(key) };
        return metadata;
    }

    /// <summary>Amounts are of thousandths of a unit; what is finer is rounded up.</summary>
    public static ResourceRequirements Rounded(ResourceRequirements resources)
    {
        if (Rounded(resources.Limits, out var limits)) resources = resources with { Limits = limits };
        if (Rounded(resources.Requests, out var requests)) resources = resources with { Requests = requests };
        return resources;
    }

    public static bool Rounded(MapOf<Quantity> amounts, out MapOf<Quantity> rounded)
    {
        rounded = amounts;
        var changed = false;
        foreach (var (name, amount) in amounts)
        {
            var whole = amount.RoundUp(MilliScale, out var exact);
            if (exact) continue;
            rounded = rounded.SetItem(name, whole);
            changed = true;
        }

        return changed;
    }

    private static Container Container(Container container)
    {
        if (container.ImagePullPolicy.Length == 0)
            container = container with { ImagePullPolicy = ImageReferences.DefaultPullPolicy(container.Image) };
        var resources = Rounded(container.Resources);
        return ReferenceEquals(resources, container.Resources) ? container : container with { Resources = resources };
    }

    private static EphemeralContainer Ephemeral(EphemeralContainer container) => container.ImagePullPolicy.Length > 0
        ? container
        : container with { ImagePullPolicy = ImageReferences.DefaultPullPolicy(container.Image) };

    private static Volume Volume(Volume volume)
    {
        if (volume == new Volume { Name = volume.Name }) return volume with { EmptyDir = EmptyDirVolumeSource.Empty };
        if (volume.Image is { PullPolicy: "" } image)
            volume = volume with { Image = image with { PullPolicy = ImageReferences.DefaultPullPolicy(image.Reference) } };
        if (volume.Ephemeral is { VolumeClaimTemplate: { } template } ephemeral
            && Rounded(template.Spec.Resources.Requests, out var requests))
            volume = volume with
            {
                Ephemeral = ephemeral with
                {
                    VolumeClaimTemplate = template with
                    {
                        Spec = template.Spec with { Resources = template.Spec.Resources with { Requests = requests } },
                    },
                },
            };
        return volume;
    }
}
