using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Registry.DynamicResources;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Registry.DynamicResources;

public sealed class ResourceClaimStrategyTests
{
    private static readonly ResourceClaimStrategy s_strategy = new();
    private static readonly ExactDeviceRequest s_exactly = new() { DeviceClassName = "gpu", AllocationMode = "ExactCount", Count = 1 };
    private static readonly DeviceRequest s_request = new() { Name = "r", Exactly = s_exactly };
    private static readonly DeviceSubRequest s_alternative = new() { Name = "s", DeviceClassName = "gpu", AllocationMode = "ExactCount", Count = 1 };
    private static readonly OpaqueDeviceConfiguration s_opaque = new() { Driver = "a.b", Parameters = RawExtension.FromJson("{}"u8) };
    private static readonly AllocationResult s_allocation = new() { Devices = new() { Results = [Result("d")] } };
    private static readonly ResourceClaim s_claim = new() { Spec = new() { Devices = new() { Requests = [s_request] } } };

    public static TheoryData<DeviceClaim, string, string> Claims => new()
    {
        { Requests(s_request), "", "" },
        { Requests(s_request, s_request), "requests[1]", "Duplicate value: \"r\"" },
        { Requests(new DeviceRequest { Name = "r" }), "requests[0]", "exactly one of `exactly` or `firstAvailable` is required" },
        { Requests(s_request with { FirstAvailable = [s_alternative] }), "requests[0]", "null: exactly one of" },
        { Requests(Exactly(s_exactly with { Count = 0 })), "requests[0].exactly.count", "must be greater than zero" },
        {
            Requests(Exactly(s_exactly with { AllocationMode = "All" })),
            "requests[0].exactly.count", "must not be specified when allocationMode is 'All'"
        },
        {
            Requests(new DeviceRequest { Name = "r", FirstAvailable = [s_alternative, s_alternative] }),
            "requests[0].firstAvailable[1]", "Duplicate value: \"s\""
        },
        {
            Tolerates(new() { Operator = "Exists", Value = "v" }),
            "requests[0].exactly.tolerations[0].value", "must be empty for operator `Exists`"
        },
        { Tolerates(new() { Operator = "Is" }), "requests[0].exactly.tolerations[0].operator", "\"Equal\", \"Exists\"" },
        {
            Tolerates(new() { Operator = "Equal", Effect = "Maybe" }),
            "requests[0].exactly.tolerations[0].effect", "\"NoExecute\", \"NoSchedule\", \"None\""
        },
        {
            Constraint(new() { Requests = ["x"], MatchAttribute = "a.b/c" }),
            "constraints[0].requests[0]", "must be the name of a request in the claim"
        },
        { Constraint(new()), "constraints[0]", "exactly one of \"matchAttribute\" or \"distinctAttribute\" is required" },
        { Constraint(new() { MatchAttribute = "c" }), "constraints[0].matchAttribute", "a fully qualified name must be a domain" },
        { Constraint(new() { MatchAttribute = "/c" }), "constraints[0].matchAttribute", "the domain must not be empty" },
        { Configuration(new() { Requests = ["r", "r"], Opaque = s_opaque }), "config[0].requests[1]", "Duplicate value: \"r\"" },
        { Configuration(new() { Opaque = s_opaque with { Parameters = default } }), "config[0].opaque.parameters", "Required value" },
        {
            Configuration(new() { Opaque = s_opaque with { Parameters = RawExtension.FromJson("[1]"u8) } }),
            "config[0].opaque.parameters", "must be a valid JSON object"
        },
    };

    public static TheoryData<ResourceClaimStatus, string, string> Statuses => new()
    {
        { new() { Allocation = s_allocation }, "", "" },
        { new() { ReservedFor = [Consumer("1")] }, "status.reservedFor", "may not be specified when `allocated` is not set" },
        {
            new() { Allocation = s_allocation, ReservedFor = [Consumer("1"), Consumer("1")] },
            "status.reservedFor[1]", "Duplicate value: \"1\""
        },
        {
            new() { Allocation = s_allocation, Devices = [Device("e")] },
            "status.devices[0]", "\"a.b/p/e\": must be an allocated device in the claim"
        },
        { new() { Allocation = s_allocation, Devices = [Device("d"), Device("d")] }, "status.devices[1]", "Duplicate value: \"a.b/p/d\"" },
        {
            new() { Allocation = s_allocation, Devices = [Device("d") with { NetworkData = new() { Ips = ["10.0.0.1"] } }] },
            "status.devices[0].networkData.ips[0]", "address in CIDR form"
        },
        { Allocates(Result("d") with { Request = "x" }), "status.allocation.devices.results[0].request", "must be the name of a request" },
        { Allocates(Result("d") with { Pool = "A" }), "status.allocation.devices.results[0].pool", "RFC 1123 subdomain" },
        { Allocates(Result("d") with { ShareID = "7" }), "status.allocation.devices.results[0].shareID", "invalid UUID length: 1" },
        {
            Allocates(Result("d") with { BindingConditions = ["a"] }),
            "status.allocation.devices.results[0].bindingFailureConditions", "are required to use"
        },
    };

    [Theory]
    [MemberData(nameof(Claims))]
    public void Validate_Claim_Reports(DeviceClaim claim, string path, string text)
    {
        Findings.Has(Findings.OfCreate(s_strategy, new() { Spec = new() { Devices = claim } }), Under("spec.devices.", path), text);
        var template = new ResourceClaimTemplate { Spec = new() { Spec = new() { Devices = claim } } };
        Findings.Has(Findings.OfCreate(new ResourceClaimTemplateStrategy(), template), Under("spec.spec.devices.", path), text);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public void ValidateStatus_Claim_Reports(ResourceClaimStatus status, string path, string text) =>
        Findings.Has(Findings.OfUpdate(s_strategy.Status, s_claim with { Status = status }, s_claim), path, text);

    [Fact]
    public void ValidateStatus_OtherAllocation_IsRefused()
    {
        var old = s_claim with { Status = new() { Allocation = s_allocation } };
        var value = s_claim with { Status = Allocates(Result("e")) };
        Findings.Has(Findings.OfUpdate(s_strategy.Status, value, old), "status.allocation", "field is immutable");
        Assert.Empty(Findings.OfUpdate(s_strategy.Status, s_claim, old));
    }

    [Fact]
    public void Status_Deallocated_DropsDevices()
    {
        var old = s_claim with { Status = new() { Allocation = s_allocation, Devices = [Device("d")] } };
        var value = s_claim with { Status = new() { Devices = [Device("d"), Device("other")] } };
        Assert.Equal(["other"], s_strategy.Status.PrepareForUpdate(value, old, Findings.Context()).Status.Devices.Select(device => device.Device));
    }

    [Fact]
    public void Default_Count_IsOne()
    {
        var claim = s_claim with { Spec = new() { Devices = Requests(Exactly(s_exactly with { Count = 0 })) } };
        Assert.Equal(1, s_strategy.Default(claim).Spec.Devices.Requests[0].Exactly?.Count);
        Assert.Same(s_claim, s_strategy.Default(s_claim));
    }

    [Fact]
    public void Validate_TemplateMetadata_AllowsLabelsOnly()
    {
        var template = new ResourceClaimTemplate
        {
            Spec = new() { Metadata = new() { Uid = "x", Labels = MapOf.Of(("a", "b")) }, Spec = s_claim.Spec },
        };
        var error = Assert.Single(Findings.OfCreate(new ResourceClaimTemplateStrategy(), template));
        Assert.Equal("spec.metadata.uID: Forbidden: cannot be set", error.ToString());
    }

    private static string Under(string prefix, string path) => path.Length == 0 ? "" : prefix + path;

    private static DeviceClaim Requests(params DeviceRequest[] requests) => new() { Requests = [.. requests] };

    private static DeviceRequest Exactly(ExactDeviceRequest exactly) => s_request with { Exactly = exactly };

    private static DeviceClaim Tolerates(DeviceToleration toleration) => Requests(Exactly(s_exactly with { Tolerations = [toleration] }));

    private static DeviceClaim Constraint(DeviceConstraint constraint) => Requests(s_request) with { Constraints = [constraint] };

    private static DeviceClaim Configuration(DeviceClaimConfiguration config) => Requests(s_request) with { Config = [config] };

    private static ResourceClaimConsumerReference Consumer(string uid) => new() { Resource = "pods", Name = "p", Uid = uid };

    private static AllocatedDeviceStatus Device(string name) => new() { Driver = "a.b", Pool = "p", Device = name };

    private static DeviceRequestAllocationResult Result(string device) => new() { Request = "r", Driver = "a.b", Pool = "p", Device = device };

    private static ResourceClaimStatus Allocates(DeviceRequestAllocationResult result) =>
        new() { Allocation = new() { Devices = new() { Results = [result] } } };
}
