using Kybernet.Api.Scheduling.V1;
using Kybernet.ApiServer.Registry.Scheduling;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Scheduling;

public class PriorityClassTests
{
    private static readonly PatchedKind<PriorityClass> s_kind = new(
        new PriorityClassStrategy(), """{"metadata":{"name":"high"},"value":1000,"preemptionPolicy":"PreemptLowerPriority"}""",
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{'value':1000000000}", "")]
    [InlineData("{'value':1000000001}", "value: Forbidden: maximum allowed value of a user defined priority is 1000000000")]
    [InlineData(
        "{'preemptionPolicy':'Always'}",
        "preemptionPolicy: Unsupported value: \"Always\": supported values: \"PreemptLowerPriority\", \"Never\"")]
    [InlineData("{'metadata':{'name':'system-node-critical'},'value':2000001000}", "")]
    [InlineData(
        "{'metadata':{'name':'system-node-critical'},'value':1}",
        "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: value of"
        + " system-node-critical PriorityClass must be 2000001000")]
    [InlineData(
        "{'metadata':{'name':'system-mine'}}",
        "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-mine is"
        + " not a known system priority class")]
    public void Create_Class_IsJudged(string patch, string expected) => Assert.Equal(expected, s_kind.Create(patch));

    [Theory]
    [InlineData("{'description':'x'}", "")]
    [InlineData("{'value':1001}", "value: Forbidden: may not be changed in an update.")]
    [InlineData("{'preemptionPolicy':'Never'}", "preemptionPolicy: Invalid value: \"Never\": field is immutable")]
    public void Update_Fixed_IsRefused(string patch, string expected) => Assert.Equal(expected, s_kind.Update(patch));
}
