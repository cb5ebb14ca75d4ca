using Kybernet.Api.Resource.V1;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>Who asks for a number of devices and does not say how many asks for one. Upstream: <c>pkg/apis/resource/v1/defaults.go</c>.</summary>
internal static class DeviceRequestDefaults
{
    /// <summary>The same instance when nothing is to be set.</summary>
    public static DeviceClaim Of(DeviceClaim claim)
    {
        var requests = claim.Requests;
        for (var i = 0; i < requests.Count; i++)
            if (Of(requests[i]) is var request && !ReferenceEquals(request, requests[i])) requests = requests.SetItem(i, request);
        return requests == claim.Requests ? claim : claim with { Requests = requests };
    }

    private static DeviceRequest Of(DeviceRequest request)
    {
        if (request.Exactly is { } exactly && IsCount(exactly.AllocationMode, exactly.Count))
            request = request with { Exactly = exactly with { AllocationMode = DeviceAllocationMode.ExactCount, Count = 1 } };
        var alternatives = request.FirstAvailable;
        for (var i = 0; i < alternatives.Count; i++)
            if (IsCount(alternatives[i].AllocationMode, alternatives[i].Count))
                alternatives = alternatives.SetItem(
                    i, alternatives[i] with { AllocationMode = DeviceAllocationMode.ExactCount, Count = 1 });
        return alternatives == request.FirstAvailable ? request : request with { FirstAvailable = alternatives };
    }

    private static bool IsCount(string mode, long count) => (mode is "" or DeviceAllocationMode.ExactCount) && count == 0;
}
