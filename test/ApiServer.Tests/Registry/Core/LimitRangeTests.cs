using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.LimitRanges;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class LimitRangeTests
{
    private static readonly PatchedKind<LimitRange> s_kind =
        new(new LimitRangeStrategy(), """{"metadata":{"name":"limits"},"spec":{"limits":[{"type":"Container","max":{"cpu":"2"},"min":{"cpu":"1"}}]}}""");

    [Theory]
    [InlineData("{'type':'Container','max':{'cpu':'2'}}", "")]
    [InlineData("{'type':'Odd'}", "spec.limits[0].type: Invalid value: \"Odd\": must be a standard limit type or fully qualified")]
    [InlineData(
        "{'type':'Pod','max':{'x':'2'}}",
        "spec.limits[0].max[x]: Invalid value: \"x\": must be a standard resource type or fully qualified\nspec.limits[0].max[x]: Invalid"
        + " value: \"x\": must be a standard resource for containers")]
    [InlineData("{'type':'Pod','default':{'cpu':'2'}}", "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'")]
    [InlineData(
        "{'type':'PersistentVolumeClaim'}",
        "spec.limits[0].limits: Required value: either minimum or maximum storage value is required, but neither was provided")]
    [InlineData(
        "{'type':'Container','max':{'cpu':'1'},'min':{'cpu':'2'}}",
        "spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than max value 1")]
    [InlineData(
        "{'type':'Container','max':{'cpu':'1'},'default':{'cpu':'2'}}",
        "spec.limits[0].default[cpu]: Invalid value: \"1\": default value 2 is greater than max value 1")]
    [InlineData(
        "{'type':'Container','default':{'cpu':'1'},'defaultRequest':{'cpu':'2'}}",
        "spec.limits[0].defaultRequest[cpu]: Invalid value: \"2\": default request value 2 is greater than default limit value 1")]
    [InlineData(
        "{'type':'Container','maxLimitRequestRatio':{'cpu':'500m'}}",
        "spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: \"500m\": ratio 500m is less than 1")]
    [InlineData(
        "{'type':'Container','max':{'cpu':'2'},'min':{'cpu':'1'},'maxLimitRequestRatio':{'cpu':'3'}}",
        "spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: \"3\": ratio 3 is greater than max/min = 2.000000")]
    [InlineData(
        "{'type':'Container','default':{'a.b/gpu':'2'},'defaultRequest':{'a.b/gpu':'1'}}",
        "spec.limits[0].defaultRequest[a.b/gpu]: Invalid value: \"1\": default value 2 must equal to defaultRequest value 1 in a.b/gpu")]
    [InlineData("{'type':'Container'},{'type':'Container'}", "spec.limits[1].type: Duplicate value: \"Container\"")]
    public void Create_Limits_AreJudged(string limits, string expected) =>
        Assert.Equal(expected, s_kind.Create($"{{'spec':{{'limits':[{limits}]}}}}"));

    [Fact]
    public void Default_Container_FillsDefaults()
    {
        var range = s_kind.Strategy.Default(s_kind.With());
        Assert.Equal(Quantity.Parse("2"), range.Spec.Limits[0].Default["cpu"]);
        Assert.Equal(Quantity.Parse("2"), range.Spec.Limits[0].DefaultRequest["cpu"]);
        Assert.Same(range, s_kind.Strategy.Default(range));
    }

    [Fact]
    public void Default_Minimum_IsTheLastResort() => Assert.Equal(
        Quantity.Parse("1"),
        s_kind.Strategy.Default(s_kind.With("{'spec':{'limits':[{'type':'Container','min':{'cpu':'1'}}]}}")).Spec.Limits[0].DefaultRequest["cpu"]);
}
