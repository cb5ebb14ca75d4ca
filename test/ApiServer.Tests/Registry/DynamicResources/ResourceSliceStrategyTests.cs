using Kybernet.Api.Resource.V1;
using Kybernet.ApiServer.Registry.DynamicResources;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Registry.DynamicResources;

public sealed class ResourceSliceStrategyTests
{
    private static readonly ResourceSliceStrategy s_strategy = new();
    private static readonly Device s_device = new() { Name = "d" };
    private static readonly ResourceSliceSpec s_spec = new()
    {
        Driver = "a.b",
        Pool = new() { Name = "p", ResourceSliceCount = 1 },
        NodeName = "n",
        Devices = [s_device],
    };

    public static TheoryData<ResourceSliceSpec, string, string> Specs => new()
    {
        { s_spec, "", "" },
        {
            s_spec with { NodeName = null },
            "spec", "exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required"
        },
        { s_spec with { AllNodes = true }, "spec", "\"{`nodeName`, `allNodes`}\": exactly one of" },
        { s_spec with { NodeName = "" }, "spec.nodeName", "must be either unset or set to a non-empty string" },
        { s_spec with { NodeName = null, AllNodes = false }, "spec.allNodes", "must be either unset or set to true" },
        { s_spec with { NodeSelector = new() }, "spec.nodeSelector.nodeSelectorTerms", "must have exactly one node selector term" },
        { s_spec with { Pool = s_spec.Pool with { ResourceSliceCount = 0 } }, "spec.pool.resourceSliceCount", "must be greater than zero" },
        { s_spec with { Pool = s_spec.Pool with { Name = "a/B" } }, "spec.pool.name", "RFC 1123 subdomain" },
        { s_spec with { SharedCounters = [new() { Name = "c" }] }, "spec", "only one of `sharedCounters` or `devices` is allowed" },
        { s_spec with { Devices = [s_device, s_device] }, "spec.devices[1]", "Duplicate value: \"d\"" },
        { s_spec with { Devices = Many(129, s_device) }, "spec.devices", "must have at most 128 items" },
        { s_spec with { Devices = Many(65, Tainted("NoExecute")) }, "spec.devices", "must have at most 64 items" },
    };

    public static TheoryData<Device, string, string> Devices => new()
    {
        { Attribute("a.b/c", new() { Int = 1 }), "", "" },
        { Attribute("1", new() { Int = 1 }), ".attributes", "a valid C identifier" },
        { Attribute("a", new()), ".attributes[a]", "\"\": exactly one value must be specified" },
        { Attribute("a", new() { Int = 1, Bool = true }), ".attributes[a]", "exactly one value must be specified" },
        { Attribute("a", new() { String = new('x', 65) }), ".attributes[a].string", "may not be more than 64 bytes" },
        { Attribute("a", new() { Version = "1.02.3" }), ".attributes[a].version", "semver.org spec 2.0.0" },
        { s_device with { NodeName = "n" }, "", "can only be set if `perDeviceNodeSelection` is set to true" },
        { Tainted(""), ".taints[0].effect", "Required value" },
        { Tainted("Never"), ".taints[0].effect", "Unsupported value: \"Never\"" },
        { Capacity(null, new()), ".capacity[c].requestPolicy", "allowMultipleAllocations must be true" },
        { Capacity(true, new() { ValidValues = [Q(1)] }), ".capacity[c].requestPolicy.default", "required when validValues is defined" },
        {
            Capacity(true, new() { Default = Q(3), ValidValues = [Q(2), Q(1)] }),
            ".capacity[c].requestPolicy.validValues[1]", "ascending order"
        },
        {
            Capacity(true, new() { Default = Q(3), ValidValues = [Q(1)] }),
            ".capacity[c].requestPolicy.validValues", "\"3\": default value is not valid"
        },
        {
            Capacity(true, new() { Default = Q(3), ValidRange = new() }),
            ".capacity[c].requestPolicy.validRange.min", "required when validRange is defined"
        },
        {
            Capacity(true, new() { Default = Q(4), ValidRange = new() { Min = Q(1), Step = Q(2) } }),
            ".capacity[c].requestPolicy.validRange.step", "(2) from (1)"
        },
        {
            Capacity(true, new() { Default = Q(1), ValidRange = new() { Min = Q(1), Max = Q(20) } }),
            ".capacity[c].requestPolicy.validRange.max", "larger than capacity value: 10"
        },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void Validate_Spec_Reports(ResourceSliceSpec spec, string path, string text) =>
        Findings.Has(Findings.OfCreate(s_strategy, new() { Spec = spec }), path, text);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Validate_Device_Reports(Device device, string path, string text)
    {
        var errors = Findings.OfCreate(s_strategy, new() { Spec = s_spec with { Devices = [device] } });
        Findings.Has(errors, text.Length == 0 ? "" : "spec.devices[0]" + path, text);
    }

    [Theory]
    [InlineData("1.2.3", true)]
    [InlineData("1.2.3-alpha.1+b.01", true)]
    [InlineData("1.2", false)]
    [InlineData("1.2.3-01", false)]
    [InlineData("1.2.3-", false)]
    [InlineData("v1.2.3", false)]
    public void IsValid_Version_MatchesSemver(string version, bool valid) => Assert.Equal(valid, SemanticVersion.IsValid(version));

    [Fact]
    public void Prepare_TaintsGetTime_AlphaFieldsGo()
    {
        var device = Tainted("NoExecute") with { Attributes = [new("a", new() { Ints = [1] })] };
        var made = s_strategy.PrepareForCreate(new() { Spec = s_spec with { Devices = [device] } }, Findings.Context());
        Assert.NotNull(made.Spec.Devices[0].Taints[0].TimeAdded);
        Assert.True(made.Spec.Devices[0].Attributes["a"].Ints.IsAbsent);
        Assert.Equal(1, made.Metadata.Generation);
        Assert.Equal(1, s_strategy.PrepareForUpdate(made, made, Findings.Context()).Metadata.Generation);
    }

    [Fact]
    public void SelectableField_NodeAndDriver()
    {
        var slice = new ResourceSlice { Spec = s_spec };
        Assert.Equal(["n", "a.b"], s_strategy.SelectableFields.Select(field => s_strategy.SelectableField(slice, field)));
        Assert.Null(s_strategy.SelectableField(slice, "spec.pool"));
    }

    [Theory]
    [InlineData("example.com/gpu", true)]
    [InlineData("gpu", false)]
    [InlineData("kubernetes.io/gpu", false)]
    public void Validate_ExtendedResourceName_Reports(string name, bool valid)
    {
        var errors = Findings.OfCreate(new DeviceClassStrategy(), new() { Spec = new() { ExtendedResourceName = name } });
        Findings.Has(errors, valid ? "" : "spec.extendedResourceName", "must be a valid extended resource name");
    }

    private static Quantity Q(long value) => Quantity.New(value, QuantityFormat.DecimalSI);

    private static Device Attribute(string name, DeviceAttribute attribute) => s_device with { Attributes = [new(name, attribute)] };

    private static Device Tainted(string effect) => s_device with { Taints = [new() { Key = "k", Effect = effect }] };

    private static Device Capacity(bool? isShared, CapacityRequestPolicy policy) => s_device with
    {
        AllowMultipleAllocations = isShared,
        Capacity = [new("c", new() { Value = Q(10), RequestPolicy = policy })],
    };

    private static ListOf<Device> Many(int count, Device device) =>
        Enumerable.Range(0, count).Select(i => device with { Name = $"d{i}" }).ToListOf();
}
