using Kybernet.Api.Core.V1;
using Kybernet.Api.Storage.V1;
using Kybernet.ApiServer.Registry.Storage;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Tests.Registry.Storage;

public sealed class StorageClassStrategyTests
{
    private static readonly StorageClass s_class = new()
    {
        Provisioner = "kubernetes.io/foo",
        ReclaimPolicy = "Delete",
        VolumeBindingMode = "Immediate",
    };

    private static readonly TopologySelectorTerm s_zone = Term("zone", "a", "b");

    public static TheoryData<StorageClass, string, string> Classes => new()
    {
        { s_class, "", "" },
        { s_class with { Provisioner = "Example.com/Foo" }, "", "" },
        { s_class with { Provisioner = "*a" }, "provisioner", "\"*a\": name part must consist of" },
        { s_class with { Parameters = MapOf.Of(("", "x")) }, "parameters", "field can not be empty." },
        { s_class with { Parameters = MapOf.Of(("k", new('x', 256 * 1024))) }, "parameters", "may not be more than 262144 bytes" },
        { s_class with { Parameters = Many(513) }, "parameters", "may not be more than 512 bytes" },
        {
            s_class with { ReclaimPolicy = "Recycle" },
            "reclaimPolicy", "Unsupported value: \"Recycle\": supported values: \"Delete\", \"Retain\""
        },
        { s_class with { VolumeBindingMode = null }, "volumeBindingMode", "Required value" },
        {
            s_class with { AllowedTopologies = [s_zone, Term("zone", "b", "a")] },
            "allowedTopologies[1].matchLabelExpressions", "Duplicate value: \"\""
        },
        {
            s_class with { AllowedTopologies = [Term("zone", "a", "a")] },
            "allowedTopologies[0].matchLabelExpressions[0].values[1]", "Duplicate value: \"a\""
        },
        { s_class with { AllowedTopologies = [new()] }, "allowedTopologies[0].matchLabelExpressions", "Duplicate value" },
    };

    [Theory]
    [MemberData(nameof(Classes))]
    public void Validate_Class_Reports(StorageClass value, string path, string text) =>
        Findings.Has(Findings.OfCreate(new StorageClassStrategy(), value), path, text);

    [Fact]
    public void WarnOnCreate_DeprecatedLabel_Warns()
    {
        var warnings = new List<string>();
        new StorageClassStrategy().WarnOnCreate(s_class with { AllowedTopologies = [Term("beta.kubernetes.io/os", "linux")] }, warnings);
        Assert.Equal(
            ["allowedTopologies[0].matchLabelExpressions[0].key: deprecated since v1.14; use \"kubernetes.io/os\" instead"], warnings);
    }

    [Fact]
    public void ValidateUpdate_AttributesClass_NeverChanges()
    {
        var old = new VolumeAttributesClass { DriverName = "a.b", Parameters = MapOf.Of(("k", "v")) };
        var errors = Findings.OfUpdate(
            new VolumeAttributesClassStrategy(), old with { DriverName = "c.d", Parameters = default }, old);
        Findings.Has(errors, "driverName", "updates to driverName are forbidden.");
        Findings.Has(errors, "parameters", "updates to parameters are forbidden.");
        Findings.Has(errors, "parameters", "must contain at least one key/value pair");
        Assert.Empty(Findings.OfUpdate(new VolumeAttributesClassStrategy(), old, old));
    }

    private static TopologySelectorTerm Term(string key, params string[] values) =>
        new() { MatchLabelExpressions = [new() { Key = key, Values = [.. values] }] };

    private static MapOf<string> Many(int count) =>
        Enumerable.Range(0, count).Select(i => KeyValuePair.Create($"k{i}", "v")).ToMapOf();
}
