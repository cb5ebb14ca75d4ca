using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>One device of a slice. Upstream: <c>validateDevice</c>.</summary>
internal static class DeviceRules
{
    private const int MaxAttributesAndCapacities = 32;
    private const int MaxAttributeValues = 48;

    public static void Validate(FieldErrorList errors, FieldPath path, Device device, Device? old, bool perDevice)
    {
        var count = device.Attributes.Count + device.Capacity.Count;
        if (count > MaxAttributesAndCapacities)
            errors.Add(FieldError.Invalid(
                path, count, $"the total number of attributes and capacities must not exceed {MaxAttributesAndCapacities}"));
        var values = device.Attributes.Values.Sum(DeviceAttributeRules.CountValues);
        if (values > MaxAttributeValues)
            errors.Add(FieldError.Invalid(
                path, values, $"the total number of attribute values must not exceed {MaxAttributeValues}"));
        foreach (var (name, attribute) in device.Attributes)
        {
            DeviceNames.Qualified(errors, path.Child("attributes"), name);
            DeviceAttributeRules.Validate(errors, path.Child("attributes").Key(Short(name)), attribute);
        }

        foreach (var (name, capacity) in device.Capacity)
        {
            DeviceNames.Qualified(errors, path.Child("capacity"), name);
            DeviceCapacityRules.Validate(
                errors, path.Child("capacity").Key(Short(name)), capacity, device.AllowMultipleAllocations == true);
        }

        if (old is null || old.Taints != device.Taints) DeviceTaintRules.Taints(errors, path.Child("taints"), device.Taints);
        ValidateCounters(errors, path.Child("consumesCounters"), device.ConsumesCounters);
        NodeChoiceRules.Device(errors, path, device, perDevice);
        AllocationRules.BindingConditions(errors, path, device.BindingConditions, device.BindingFailureConditions);
    }

    public static void CounterNames(FieldErrorList errors, FieldPath path, MapOf<Counter> counters)
    {
        foreach (var (name, _) in counters) FormatRules.DnsLabel(errors, path, name);
    }

    private static void ValidateCounters(FieldErrorList errors, FieldPath path, ListOf<DeviceCounterConsumption> consumptions)
    {
        for (var i = 0; i < consumptions.Count; i++)
        {
            CounterNames(errors, path.Index(i).Child("counters"), consumptions[i].Counters);
            if (consumptions.Take(i).Any(other => other.CounterSet == consumptions[i].CounterSet))
                errors.Add(FieldError.Duplicate(path.Index(i), consumptions[i].CounterSet));
        }
    }

    /// <summary>Keys over 96 characters are shown without their middle.</summary>
    private static string Short(string key)
    {
        const int Max = 63 + 1 + 32;
        if (key.Length <= Max) return key;
        const int Kept = Max - 3;
        return string.Concat(key.AsSpan(0, (Kept + 1) / 2), "...", key.AsSpan(key.Length - (Kept / 2)));
    }
}
