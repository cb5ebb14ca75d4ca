using Kybernet.Api.Resource.V1;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>A device, or a share of one.</summary>
internal readonly record struct DeviceId(string Driver, string Pool, string Device, string ShareId)
{
    public static DeviceId Of(AllocatedDeviceStatus status) => new(status.Driver, status.Pool, status.Device, status.ShareID ?? "");

    /// <summary>The devices an allocation gives.</summary>
    public static HashSet<DeviceId> AllOf(AllocationResult? allocation)
    {
        var ids = new HashSet<DeviceId>();
        if (allocation is null) return ids;
        foreach (var result in allocation.Devices.Results) ids.Add(new(result.Driver, result.Pool, result.Device, result.ShareID ?? ""));
        return ids;
    }

    public override string ToString() =>
        ShareId.Length == 0 ? $"{Driver}/{Pool}/{Device}" : $"{Driver}/{Pool}/{Device}/{ShareId}";
}
