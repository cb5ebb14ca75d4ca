using Kybernet.Api.Policy.V1;
using Kybernet.ApiServer.Registry.Policy;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Policy;

public class PodDisruptionBudgetTests
{
    private static readonly PatchedKind<PodDisruptionBudget> s_kind = new(
        new PodDisruptionBudgetStrategy(),
        """{"metadata":{"name":"web","generation":1},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"web"}}}}""",
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{'spec':{'minAvailable':'100%'}}", "")]
    [InlineData("{'spec':{'minAvailable':'101%'}}", "spec.minAvailable: Invalid value: \"101%\": must not be greater than 100%")]
    [InlineData(
        "{'spec':{'minAvailable':'x'}}", "spec.minAvailable: Invalid value: \"x\": a valid percent string must be a numeric string")]
    [InlineData("{'spec':{'minAvailable':-1}}", "spec.minAvailable: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData(
        "{'spec':{'maxUnavailable':'50%'}}",
        "spec: Invalid value:"
        + " {\"MinAvailable\":1,\"Selector\":{\"matchLabels\":{\"app\":\"web\"}}"
        + ",\"MaxUnavailable\":\"50%\",\"UnhealthyPodEvictionPolicy\":null}: minAvailable and maxUnavailable cannot be both set")]
    [InlineData(
        "{'spec':{'unhealthyPodEvictionPolicy':'Never'}}",
        "spec.unhealthyPodEvictionPolicy: Unsupported value: \"Never\": supported values: \"AlwaysAllow\", \"IfHealthyBudget\"")]
    [InlineData(
        "{'spec':{'selector':{'matchLabels':{'a':'_'}}}}", "spec.selector.matchLabels: Invalid value: \"_\": a valid label must be")]
    public void Create_Budget_IsJudged(string patch, string expected)
    {
        var errors = s_kind.Create(patch);
        Assert.StartsWith(expected, errors);
        Assert.Equal(expected.Length == 0, errors.Length == 0);
    }

    [Theory]
    [InlineData(
        "{'status':{'conditions':[{'type':'A','status':'Odd','reason':'R','message':'','lastTransitionTime':'2026-01-01T00:00:00Z'}]}}",
        "status.conditions[0].status: Unsupported value: \"Odd\": supported values: \"False\", \"True\", \"Unknown\"")]
    [InlineData(
        "{'status':{'conditions':[{'type':'A','status':'True','reason':'','message':'','lastTransitionTime':null}]}}",
        "status.conditions[0].lastTransitionTime: Required value\nstatus.conditions[0].reason: Required value")]
    public void UpdateStatus_Conditions_AreJudged(string patch, string expected) => Assert.Equal(expected, s_kind.UpdateStatus(patch));

    [Theory]
    [InlineData("{'metadata':{'labels':{'a':'b'}}}", 1)]
    [InlineData("{'spec':{'minAvailable':2}}", 2)]
    public void PrepareForUpdate_Spec_RaisesGeneration(string patch, long generation) => Assert.Equal(
        generation, s_kind.Strategy.PrepareForUpdate(s_kind.With(patch), s_kind.With(), PatchedKind<PodDisruptionBudget>.Context).Metadata.Generation);

    [Fact]
    public void AllowsUnconditionalUpdate_IsFalse() => Assert.False(s_kind.Strategy.AllowsUnconditionalUpdate);
}
