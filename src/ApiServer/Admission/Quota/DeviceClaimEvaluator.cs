using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Admission.Limits;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Quota;

/// <summary>
/// Measures claims of devices, for each device class at their worst. Upstream: <c>evaluator/core/resource_claims.go</c>, without extended
/// resources that a device class stands behind.
/// </summary>
internal sealed class DeviceClaimEvaluator() : QuotaEvaluator(Resources.ResourceClaims)
{
    private const string ClassSuffix = ".deviceclass.resource.k8s.io/devices";

    // The most devices one claim can be given.
    private const long AllDevices = 32;

    public override bool Handles(AdmissionAttributes attributes, IObject value, IObject? old) =>
        attributes is { Operation: AdmissionOperation.Create or AdmissionOperation.Update, Subresource: "" };

    public override bool Matches(string name) => base.Matches(name) || name.EndsWith(ClassSuffix, StringComparison.Ordinal);

    public override MapOf<Quantity> Usage(IObject value, DateTimeOffset now)
    {
        var usage = base.Usage(value, now);
        foreach (var request in ((ResourceClaim)value).Spec.Devices.Requests)
        {
            MapOf<Quantity> worst = default;
            foreach (var choice in request.FirstAvailable)
                worst = Amounts.Max(worst, Devices(choice.DeviceClassName, choice.AllocationMode, choice.Count));
            if (request.Exactly is { } exact) worst = Devices(exact.DeviceClassName, exact.AllocationMode, exact.Count);
            usage = Amounts.Add(usage, worst);
        }

        return usage;
    }

    private static MapOf<Quantity> Devices(string name, string mode, long count)
    {
        var devices = mode switch
        {
            DeviceAllocationMode.ExactCount => count,
            DeviceAllocationMode.All => AllDevices,
            _ => 0,
        };
        return default(MapOf<Quantity>).SetItem(name + ClassSuffix, Quantity.New(devices, QuantityFormat.DecimalSI));
    }
}
