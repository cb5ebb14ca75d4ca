using Kybernet.Api.Core.V1;
using Kybernet.Api.Node.V1;
using Kybernet.ApiServer.Registry.RuntimeClasses;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Registry.RuntimeClasses;

public sealed class RuntimeClassStrategyTests
{
    public static TheoryData<string, string, string, string> Overheads => new()
    {
        { "cpu", "100m", "", "" },
        { "example.com/gpu", "1", "", "" },
        { "cpu", "-1", "overhead.limits[cpu]", "must be greater than or equal to 0" },
        { "example.com/gpu", "1500m", "overhead.limits[example.com/gpu]", "Invalid value: \"1500m\": must be an integer" },
        { "disk", "1", "overhead.limits[disk]", "must be a standard resource type or fully qualified" },
        { "pods", "1", "overhead.limits[pods]", "must be a standard resource for containers" },
        { "a b", "1", "overhead.limits[a b]", "name part must consist of" },
        { "hugepages-2Mi", "3Mi", "overhead.limits[hugepages-2Mi]", "3Mi is not positive integer multiple of hugepages-2Mi" },
        { "hugepages-2Mi", "4Mi", "overhead", "HugePages require cpu or memory" },
        { "requests.example.com/gpu", "1", "overhead.limits[requests.example.com/gpu]", "extended resource name standard" },
    };

    public static TheoryData<Toleration[], string, string> Tolerations => new()
    {
        { [new() { Key = "a", Operator = "Equal", Value = "b" }], "", "" },
        { [new() { Operator = "Equal" }], "scheduling.tolerations[0].operator", "operator must be Exists when `key` is empty" },
        { [new() { Key = "a", TolerationSeconds = 1 }], "scheduling.tolerations[0].effect", "effect must be 'NoExecute'" },
        { [new() { Key = "a", Value = "-" }], "scheduling.tolerations[0].operator", "a valid label" },
        { [new() { Key = "a", Operator = "Exists", Value = "b" }], "scheduling.tolerations[0].operator", "value must be empty" },
        {
            [new() { Key = "a", Operator = "Gt", Value = "1" }],
            "scheduling.tolerations[0].operator", "\"Equal\", \"Exists\", \"Lt\", \"Gt\""
        },
        { [new() { Key = "a", Operator = "Is" }], "scheduling.tolerations[0].operator", "Unsupported value: \"Is\"" },
        { [new() { Key = "a" }, new() { Key = "a" }], "scheduling.tolerations[1]", "Duplicate value: {\"Key\":\"a\",\"Operator\":\"\"" },
    };

    [Theory]
    [MemberData(nameof(Overheads))]
    public void Validate_Overhead_Reports(string name, string quantity, string path, string text)
    {
        var value = new RuntimeClass { Handler = "h", Overhead = new() { PodFixed = [new(name, Quantity.Parse(quantity))] } };
        Findings.Has(Findings.OfCreate(new RuntimeClassStrategy(), value), path, text);
    }

    [Theory]
    [MemberData(nameof(Tolerations))]
    public void Validate_Tolerations_Reports(Toleration[] tolerations, string path, string text)
    {
        var value = new RuntimeClass { Handler = "h", Scheduling = new() { Tolerations = [.. tolerations] } };
        Findings.Has(Findings.OfCreate(new RuntimeClassStrategy(), value), path, text);
    }

    [Fact]
    public void NodeSelector_DeprecatedOrInvalid_IsReported()
    {
        var value = new RuntimeClass { Scheduling = new() { NodeSelector = MapOf.Of(("beta.kubernetes.io/os", "-")) } };
        Findings.Has(Findings.OfCreate(new RuntimeClassStrategy(), value), "scheduling.nodeSelector", "a valid label");
        var warnings = new List<string>();
        new RuntimeClassStrategy().WarnOnUpdate(value, value, warnings);
        Assert.Equal(["scheduling.nodeSelector: deprecated since v1.14; use \"kubernetes.io/os\" instead"], warnings);
    }
}
