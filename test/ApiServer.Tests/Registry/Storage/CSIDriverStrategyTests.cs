using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry.Storage;

namespace Kybernet.ApiServer.Tests.Registry.Storage;

public sealed class CSIDriverStrategyTests
{
    private static readonly CSIDriver s_driver = new() { Spec = new() { AttachRequired = true, VolumeLifecycleModes = ["Persistent"] } };
    private static readonly CSINodeDriver s_onNode = new() { Name = "a.b", NodeID = "n", TopologyKeys = ["zone"] };

    public static TheoryData<CSIDriverSpec, string, string> Specs => new()
    {
        { s_driver.Spec, "", "" },
        { s_driver.Spec with { VolumeLifecycleModes = ["Forever"] }, "spec.volumeLifecycleModes", "Unsupported value: \"Forever\"" },
        { s_driver.Spec with { NodeAllocatableUpdatePeriodSeconds = 9 }, "spec.nodeAllocatableUpdatePeriodSeconds", "9: must be greater" },
        { s_driver.Spec with { ServiceAccountTokenInSecrets = false }, "spec.serviceAccountTokenInSecrets", "false: serviceAccount" },
        { Tokens(new TokenRequest(), new()), "spec.tokenRequests[1].audience", "Duplicate value: \"\"" },
        { Tokens(new TokenRequest { ExpirationSeconds = 599 }), "spec.tokenRequests[0].expirationSeconds", "less than 10 minutes" },
        { Tokens(new TokenRequest { ExpirationSeconds = (1L << 32) + 1 }), "spec.tokenRequests[0].expirationSeconds", "2^32 seconds" },
    };

    public static TheoryData<CSINodeDriver[], string, string> NodeDrivers => new()
    {
        { [s_onNode], "", "" },
        { [s_onNode, s_onNode], "spec.drivers[1].name", "Duplicate value: \"a.b\"" },
        { [s_onNode with { NodeID = new('n', 257) }], "spec.drivers[0].nodeID", "must be 256 characters or less" },
        { [s_onNode with { TopologyKeys = ["zone", "zone"] }], "spec.drivers[0]", "Duplicate value: \"zone\"" },
        { [s_onNode with { TopologyKeys = [""] }], "spec.drivers[0]", "Required value" },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void Validate_Spec_Reports(CSIDriverSpec spec, string path, string text) =>
        Findings.Has(Findings.OfCreate(new CSIDriverStrategy(), s_driver with { Spec = spec }), path, text);

    [Fact]
    public void ValidateUpdate_AttachRequiredChanges_IsRefused() => Findings.Has(
        Findings.OfUpdate(new CSIDriverStrategy(), s_driver with { Spec = s_driver.Spec with { AttachRequired = false } }, s_driver),
        "spec.attachedRequired", "false: field is immutable");

    [Fact]
    public void PrepareForUpdate_SpecChanges_RaisesGeneration()
    {
        var strategy = new CSIDriverStrategy();
        var old = s_driver with { Metadata = new() { Generation = 4 } };
        var changed = strategy.PrepareForUpdate(old with { Spec = old.Spec with { StorageCapacity = true } }, old, Findings.Context());
        Assert.Equal(5, changed.Metadata.Generation);
        var gated = old with { Spec = old.Spec with { PreventPodSchedulingIfMissing = true } };
        Assert.Equal(old, strategy.PrepareForUpdate(gated, old, Findings.Context()));
    }

    [Fact]
    public void Warn_TokensOutsideSecrets_Warns()
    {
        var warnings = new List<string>();
        var value = s_driver with { Spec = Tokens(new TokenRequest()) };
        new CSIDriverStrategy().WarnOnUpdate(value, value, warnings);
        Assert.Empty(warnings);
        new CSIDriverStrategy().WarnOnUpdate(value, s_driver, warnings);
        Assert.StartsWith("spec.serviceAccountTokenInSecrets is unset;", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NodeDrivers))]
    public void Validate_NodeDrivers_Reports(CSINodeDriver[] drivers, string path, string text) =>
        Findings.Has(Findings.OfCreate(new CSINodeStrategy(), new() { Spec = new() { Drivers = [.. drivers] } }), path, text);

    [Fact]
    public void ValidateUpdate_NodeDriver_OnlyCountMayChange()
    {
        var old = new CSINode { Spec = new() { Drivers = [s_onNode] } };
        Assert.Empty(Findings.OfUpdate(new CSINodeStrategy(), new() { Spec = new() { Drivers = [s_onNode with { Allocatable = new() { Count = 1 } }] } }, old));
        var errors = Findings.OfUpdate(new CSINodeStrategy(), new() { Spec = new() { Drivers = [s_onNode with { NodeID = "m" }] } }, old);
        Findings.Has(errors, "spec.drivers", "field is immutable");
    }

    private static CSIDriverSpec Tokens(params TokenRequest[] requests) => s_driver.Spec with { TokenRequests = [.. requests] };
}
