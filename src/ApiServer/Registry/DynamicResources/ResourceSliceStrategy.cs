using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>What a driver has to offer. Upstream: <c>pkg/registry/resource/resourceslice</c>.</summary>
public sealed class ResourceSliceStrategy : Strategy<ResourceSlice>
{
    public override ListOf<string> SelectableFields => ["spec.nodeName", "spec.driver"];

    public override string? SelectableField(ResourceSlice value, string field) => field switch
    {
        "spec.nodeName" => value.Spec.NodeName ?? "",
        "spec.driver" => value.Spec.Driver,
        _ => null,
    };

    public override ResourceSlice PrepareForCreate(ResourceSlice value, WriteContext context) => value with
    {
        Metadata = value.Metadata with { Generation = 1 },
        Spec = Prepare(value.Spec, ResourceSliceSpec.Empty, context),
    };

    public override ResourceSlice PrepareForUpdate(ResourceSlice value, ResourceSlice old, WriteContext context)
    {
        var spec = Prepare(value.Spec, old.Spec, context);
        return value with
        {
            Metadata = spec == old.Spec ? value.Metadata : value.Metadata with { Generation = old.Metadata.Generation + 1 },
            Spec = spec,
        };
    }

    public override void Validate(ResourceSlice value, FieldErrorList errors) =>
        ResourceSliceRules.Validate(errors, FieldPath.Of("spec"), value.Spec, null);

    public override void ValidateUpdate(ResourceSlice value, ResourceSlice old, FieldErrorList errors) =>
        ResourceSliceRules.Validate(errors, FieldPath.Of("spec"), value.Spec, old.Spec);

    public override void WarnOnCreate(ResourceSlice value, ICollection<string> warnings)
    {
        if (value.Spec.Driver.Any(char.IsUpper))
            warnings.Add(
                $"spec.driver: driver names should be lowercase; {QuotedText.Of(value.Spec.Driver)} contains uppercase characters");
    }

    public override void WarnOnUpdate(ResourceSlice value, ResourceSlice old, ICollection<string> warnings) =>
        WarnOnCreate(value, warnings);

    /// <summary>
    /// Taints get the time they are added, which upstream does while defaulting. Fields whose gates are alpha
    /// (DRANodeAllocatableResources, DRAListTypeAttributes) are dropped unless the old object has any.
    /// </summary>
    private static ResourceSliceSpec Prepare(ResourceSliceSpec spec, ResourceSliceSpec old, WriteContext context)
    {
        var now = Time.From(context.Time.GetUtcNow());
        var keepsMappings = old.Devices.Any(device => !device.NodeAllocatableResourceMappings.IsEmpty);
        var keepsLists = old.Devices.Any(device => device.Attributes.Values.Any(HasList));
        var devices = spec.Devices;
        for (var i = 0; i < devices.Count; i++)
        {
            var device = devices[i];
            if (device.Taints.Any(taint => taint.TimeAdded is null))
                device = device with { Taints = device.Taints.Select(taint => taint with { TimeAdded = taint.TimeAdded ?? now }).ToListOf() };
            if (!keepsMappings && !device.NodeAllocatableResourceMappings.IsAbsent)
                device = device with { NodeAllocatableResourceMappings = default };
            if (!keepsLists && device.Attributes.Values.Any(HasList))
                device = device with
                {
                    Attributes = device.Attributes.Select(entry => KeyValuePair.Create(
                        entry.Key, entry.Value with { Bools = default, Ints = default, Strings = default, Versions = default })).ToMapOf(),
                };
            if (!ReferenceEquals(device, devices[i])) devices = devices.SetItem(i, device);
        }

        return spec with { Devices = devices };
    }

    private static bool HasList(DeviceAttribute attribute) => !attribute.Bools.IsAbsent || !attribute.Ints.IsAbsent
        || !attribute.Strings.IsAbsent || !attribute.Versions.IsAbsent;
}
