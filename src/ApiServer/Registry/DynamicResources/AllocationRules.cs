using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Registry.RuntimeClasses;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>A new allocation. Upstream: <c>validateAllocationResult</c>.</summary>
internal static class AllocationRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, AllocationResult allocation, RequestNames names)
    {
        var devices = path.Child("devices");
        for (var i = 0; i < allocation.Devices.Results.Count; i++)
        {
            var (result, at) = (allocation.Devices.Results[i], devices.Child("results").Index(i));
            names.Validate(errors, at.Child("request"), result.Request);
            DeviceNames.Pool(errors, at.Child("pool"), result.Pool);
            BindingConditions(errors, at, result.BindingConditions, result.BindingFailureConditions);
            if (result.ShareID is { } share) DeviceNames.Uid(errors, at.Child("shareID"), share);
        }

        for (var i = 0; i < allocation.Devices.Config.Count; i++)
        {
            var (config, at) = (allocation.Devices.Config[i], devices.Child("config").Index(i));
            names.Validate(errors, at.Child("requests"), config.Requests);
            if (config.Opaque is { } opaque)
                OpaqueRules.Validate(errors, at.Child("opaque").Child("parameters"), opaque.Parameters, isStored: false);
        }

        if (allocation.NodeSelector is { } selector) NodeSelectorRules.Validate(errors, path.Child("nodeSelector"), selector);
    }

    /// <summary>What must become true before a pod is bound, and what says that it never will: both or neither, nothing twice.</summary>
    public static void BindingConditions(FieldErrorList errors, FieldPath path, ListOf<string> conditions, ListOf<string> failures)
    {
        var (wanted, feared) = (path.Child("bindingConditions"), path.Child("bindingFailureConditions"));
        for (var i = 0; i < conditions.Count; i++)
            if (conditions.IndexOf(conditions[i]) < i) errors.Add(FieldError.Duplicate(wanted.Index(i), conditions[i]));
        for (var i = 0; i < failures.Count; i++)
        {
            if (failures.IndexOf(failures[i]) < i) errors.Add(FieldError.Duplicate(feared.Index(i), failures[i]));
            if (conditions.Contains(failures[i]))
                errors.Add(FieldError.Invalid(
                    feared.Index(i), failures[i], "bindingFailureConditions must not overlap with bindingConditions"));
        }

        if (conditions.IsEmpty && !failures.IsEmpty)
            errors.Add(FieldError.Invalid(
                wanted, FieldValue.JsonStrings(conditions), "bindingConditions are required to use bindingFailureConditions"));
        if (failures.IsEmpty && !conditions.IsEmpty)
            errors.Add(FieldError.Invalid(
                feared, FieldValue.JsonStrings(failures), "bindingFailureConditions are required to use bindingConditions"));
    }
}
