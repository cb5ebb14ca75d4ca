using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>A claim's allocation, and who uses it. Upstream: <c>validateResourceClaimStatusUpdate</c>.</summary>
internal static class ClaimStatusRules
{
    public static void Validate(FieldErrorList errors, FieldPath path, ResourceClaim claim, ResourceClaim old)
    {
        var status = claim.Status;
        ValidateReserved(errors, path.Child("reservedFor"), claim, old);
        var allocated = DeviceId.AllOf(status.Allocation);
        var seen = new HashSet<DeviceId>();
        for (var i = 0; i < status.Devices.Count; i++)
        {
            var (device, at) = (status.Devices[i], path.Child("devices").Index(i));
            ValidateDevice(errors, at, device, allocated);
            if (!seen.Add(DeviceId.Of(device))) errors.Add(FieldError.Duplicate(at, DeviceId.Of(device).ToString()));
        }

        if (status.Allocation is not { } allocation) return;
        if (old.Status.Allocation is { } before)
            ImmutableRules.Immutable(errors, path.Child("allocation"), allocation, before, ImmutableRules.Shown);
        else AllocationRules.Validate(errors, path.Child("allocation"), allocation, new(claim.Spec.Devices));
    }

    private static void ValidateReserved(FieldErrorList errors, FieldPath path, ResourceClaim claim, ResourceClaim old)
    {
        var reserved = claim.Status.ReservedFor;
        for (var i = 0; i < reserved.Count; i++)
            if (reserved.Take(i).Any(other => other.Uid == reserved[i].Uid))
                errors.Add(FieldError.Duplicate(path.Index(i), FieldValue.JsonString(reserved[i].Uid)));
        if (reserved.IsEmpty) return;
        if (claim.Status.Allocation is null)
            errors.Add(FieldError.Forbidden(path, "may not be specified when `allocated` is not set"));
        else if (claim.Metadata.DeletionTimestamp is not null && reserved.Any(consumer => !old.Status.ReservedFor.Contains(consumer)))
            errors.Add(FieldError.Forbidden(
                path, "new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set"));
    }

    private static void ValidateDevice(FieldErrorList errors, FieldPath path, AllocatedDeviceStatus device, HashSet<DeviceId> allocated)
    {
        DeviceNames.Pool(errors, path.Child("pool"), device.Pool);
        if (device.ShareID is { } share) DeviceNames.Uid(errors, path.Child("shareID"), share);
        if (!allocated.Contains(DeviceId.Of(device)))
            errors.Add(FieldError.Invalid(path, DeviceId.Of(device).ToString(), "must be an allocated device in the claim"));
        StatusConditionRules.Validate(errors, path.Child("conditions"), device.Conditions);
        if (device.Data is { IsAbsent: false } data) OpaqueRules.Validate(errors, path.Child("data"), data, isStored: false);
        if (device.NetworkData is not { } network) return;
        for (var i = 0; i < network.Ips.Count; i++)
        {
            var at = path.Child("networkData").Child("ips").Index(i);
            IpRules.IsValidInterfaceAddress(errors, at, network.Ips[i]);
            if (network.Ips.IndexOf(network.Ips[i]) < i) errors.Add(FieldError.Duplicate(at, network.Ips[i]));
        }
    }
}
