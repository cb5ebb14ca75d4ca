using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>Devices of a pool. Upstream: <c>validateResourceSliceSpec</c>.</summary>
internal static class ResourceSliceRules
{
    private const int MaxDevices = 128;
    private const int MaxDevicesWithAdvancedFeatures = 64;

    public static void Validate(FieldErrorList errors, FieldPath path, ResourceSliceSpec spec, ResourceSliceSpec? old)
    {
        ValidatePool(errors, path.Child("pool"), spec.Pool);
        NodeChoiceRules.Slice(errors, path, spec);
        if (!spec.SharedCounters.IsAbsent && !spec.Devices.IsAbsent)
            errors.Add(FieldError.Invalid(path, "", "only one of `sharedCounters` or `devices` is allowed"));
        ValidateDevices(errors, path.Child("devices"), spec, old);
        for (var i = 0; i < spec.SharedCounters.Count; i++)
        {
            var (set, at) = (spec.SharedCounters[i], path.Child("sharedCounters").Index(i));
            DeviceRules.CounterNames(errors, at.Child("counters"), set.Counters);
            if (spec.SharedCounters.Take(i).Any(other => other.Name == set.Name)) errors.Add(FieldError.Duplicate(at, set.Name));
        }
    }

    private static void ValidatePool(FieldErrorList errors, FieldPath path, ResourcePool pool)
    {
        DeviceNames.Pool(errors, path.Child("name"), pool.Name);
        if (pool.ResourceSliceCount <= 0)
            errors.Add(FieldError.Invalid(path.Child("resourceSliceCount"), pool.ResourceSliceCount, "must be greater than zero"));
        if (pool.Generation < 0)
            errors.Add(FieldError.Invalid(path.Child("generation"), pool.Generation, "must be greater than or equal to zero"));
    }

    private static void ValidateDevices(FieldErrorList errors, FieldPath path, ResourceSliceSpec spec, ResourceSliceSpec? old)
    {
        var devices = spec.Devices;
        var max = devices.Any(IsAdvanced) ? MaxDevicesWithAdvancedFeatures : MaxDevices;
        if (devices.Count > max)
        {
            errors.Add(FieldError.TooMany(path, devices.Count, max));
            return;
        }

        for (var i = 0; i < devices.Count; i++)
        {
            var name = devices[i].Name;
            var before = old?.Devices.FirstOrDefault(device => device.Name == name);
            DeviceRules.Validate(errors, path.Index(i), devices[i], before, spec.PerDeviceNodeSelection == true);
            if (devices.Take(i).Any(other => other.Name == name)) errors.Add(FieldError.Duplicate(path.Index(i), name));
        }
    }

    /// <summary>Taints, counters and lists make devices large: fewer fit in one object.</summary>
    private static bool IsAdvanced(Device device) => !device.Taints.IsEmpty || !device.ConsumesCounters.IsEmpty
        || device.Attributes.Values.Any(attribute => !attribute.Bools.IsAbsent || !attribute.Ints.IsAbsent
            || !attribute.Strings.IsAbsent || !attribute.Versions.IsAbsent);
}
