using Kybernet.Api.Autoscaling.V2;
using Kybernet.ApiServer.Registry.Autoscaling;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Autoscaling;

public class HorizontalPodAutoscalerTests
{
    private const string Cpu = "{'type':'Resource','resource':{'name':'cpu','target':{'type':'Utilization','averageUtilization':80}}}";

    internal static readonly PatchedKind<HorizontalPodAutoscaler> Kind = new(
        new HorizontalPodAutoscalerStrategy(),
        """
        {"metadata":{"name":"web"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"},
        "minReplicas":1,"maxReplicas":3}}
        """,
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    [Theory]
    [InlineData("{}", "")]
    [InlineData(
        "{'spec':{'minReplicas':0}}",
        "spec.minReplicas: Invalid value: 0: must be greater than or equal to 1\nspec.metrics: Forbidden: must specify at least one")]
    [InlineData("{'spec':{'maxReplicas':0,'minReplicas':null}}", "spec.maxReplicas: Required value: must be set and greater than 0")]
    [InlineData(
        "{'spec':{'maxReplicas':-1,'minReplicas':null}}", "spec.maxReplicas: Invalid value: -1: must be greater than or equal to 1")]
    [InlineData("{'spec':{'minReplicas':4}}", "spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`")]
    [InlineData("{'spec':{'scaleTargetRef':{'kind':''}}}", "spec.scaleTargetRef.kind: Required value")]
    [InlineData(
        "{'spec':{'scaleTargetRef':{'apiVersion':'v1'}}}",
        "spec.scaleTargetRef.apiVersion: Invalid value: \"v1\": apiVersion must specify API group")]
    [InlineData("{'spec':{'scaleTargetRef':{'apiVersion':'v1','kind':'ReplicationController'}}}", "")]
    [InlineData(
        "{'spec':{'scaleTargetRef':{'apiVersion':'a/b/c'}}}",
        "spec.scaleTargetRef.apiVersion: Invalid value: \"a/b/c\": unexpected GroupVersion string: a/b/c")]
    [InlineData("{'spec':{'behavior':{'scaleUp':{}}}}", "spec.behavior.scaleUp.policies: Required value: must specify at least one Policy")]
    [InlineData(
        "{'spec':{'behavior':{'scaleDown':{'stabilizationWindowSeconds':-1,'policies':[{'type':'Pods','value':1,'periodSeconds':1}]}}}}",
        "spec.behavior.scaleDown.stabilizationWindowSeconds: Invalid value: -1: must be greater than or equal to zero")]
    [InlineData(
        "{'spec':{'behavior':{'scaleDown':{'policies':[{'type':'Pods','value':0,'periodSeconds':1}]}}}}",
        "spec.behavior.scaleDown.policies[0].value: Invalid value: 0: must be greater than zero")]
    [InlineData(
        "{'spec':{'behavior':{'scaleDown':{'policies':[{'type':'Pods','value':1,'periodSeconds':1801}]}}}}",
        "spec.behavior.scaleDown.policies[0].periodSeconds: Invalid value: 1801: must be less than or equal to 1800")]
    [InlineData(
        "{'spec':{'behavior':{'scaleDown':{'tolerance':'-1','policies':[{'type':'Pods','value':1,'periodSeconds':1}]}}}}",
        "spec.behavior.scaleDown.tolerance: Invalid value: \"-1\": must be greater than or equal to 0")]
    public void Create_Autoscaler_IsJudged(string patch, string expected) => AssertStarts(expected, Kind.Create(patch));

    [Theory]
    [InlineData(Cpu, "")]
    [InlineData(
        "{'type':'Odd'}",
        "spec.metrics[0].type: Unsupported value: \"Odd\": supported values: \"ContainerResource\", \"External\", \"Object\","
        + " \"Pods\", \"Resource\"")]
    [InlineData("{'type':'Resource'}", "spec.metrics[0].resource: Required value: must populate information for the given metric source")]
    [InlineData(
        "{'type':'Resource','resource':{'name':'cpu','target':{'type':'Utilization','averageUtilization':1}}"
        + ",'pods':{'metric':{'name':'a'},'target':{'type':'AverageValue','averageValue':'1'}}"
        + "}",
        "spec.metrics[0].pods: Forbidden: must populate the given metric source only")]
    [InlineData(
        "{'type':'Resource','resource':{'name':'','target':{'type':'Utilization','averageUtilization':1}}}",
        "spec.metrics[0].resource.name: Required value: must specify a resource name")]
    [InlineData(
        "{'type':'Resource','resource':{'name':'cpu','target':{'type':'Utilization'}}}",
        "spec.metrics[0].resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization")]
    [InlineData(
        "{'type':'Resource','resource':{'name':'cpu','target':{'type':'Utilization','averageUtilization':0}}}",
        "spec.metrics[0].resource.target.averageUtilization: Invalid value: 0: must be greater than 0")]
    [InlineData(
        "{'type':'Resource','resource':{'name':'cpu','target':{'type':'Share','averageUtilization':1}}}",
        "spec.metrics[0].resource.target.type: Invalid value: \"Share\": must be either Utilization, Value, or AverageValue")]
    [InlineData(
        "{'type':'Pods','pods':{'metric':{'name':''},'target':{'type':'AverageValue','averageValue':'1'}}}",
        "spec.metrics[0].pods.metric.name: Required value: must specify a metric name")]
    [InlineData(
        "{'type':'Pods','pods':{'metric':{'name':'a'},'target':{'type':'AverageValue','averageValue':'0'}}}",
        "spec.metrics[0].pods.target.averageValue: Invalid value: \"0\": must be positive")]
    [InlineData(
        "{'type':'External','external':{'metric':{'name':'a'},'target':{'type':'Value','value':'1','averageValue':'1'}}}",
        "spec.metrics[0].external.target.value: Forbidden: may not set both a target value for metric and a per-pod target")]
    [InlineData(
        "{'type':'Object','object':{'describedObject':{'kind':'A','name':'b','apiVersion':'v1'},'metric':{'name':'a'},'target':{'type':'Value'}}}",
        "spec.metrics[0].object.target.averageValue: Required value: must set either a target value or averageValue")]
    [InlineData(
        "{'type':'ContainerResource','containerResource':{'name':'cpu','container':'','target':{'type':'Utilization','averageUtilization':1}}}",
        "spec.metrics[0].containerResource.container: Required value: must specify a container")]
    public void Create_Metric_IsJudged(string metric, string expected) =>
        AssertStarts(expected, Kind.Create($"{{'spec':{{'metrics':[{metric}]}}}}"));

    [Theory]
    [InlineData("{'spec':{'maxReplicas':4}}", "{'spec':{'scaleTargetRef':{'apiVersion':'v1'}}}", "")]
    [InlineData(
        "{'spec':{'scaleTargetRef':{'kind':'Other'}}}",
        "{'spec':{'scaleTargetRef':{'apiVersion':'v1'}}}",
        "spec.scaleTargetRef.apiVersion: Invalid value: \"v1\": apiVersion must specify API group")]
    public void Update_Reference_IsJudgedWhenChanged(string patch, string old, string expected) => Assert.Equal(expected, Kind.Update(patch, old));

    [Fact]
    public void Default_Bare_ScalesOnCpu()
    {
        var value = Kind.Strategy.Default(Kind.With("{'spec':{'behavior':{'scaleDown':{'selectPolicy':'Min'}}}}"));
        Assert.Equal(Kind.With($"{{'spec':{{'metrics':[{Cpu}]}}}}").Spec.Metrics, value.Spec.Metrics);
        Assert.Equal((0, 2), (value.Spec.Behavior!.ScaleUp!.StabilizationWindowSeconds, value.Spec.Behavior.ScaleUp.Policies.Count));
        Assert.Equal(("Min", null, 1),
            (value.Spec.Behavior.ScaleDown!.SelectPolicy, value.Spec.Behavior.ScaleDown.StabilizationWindowSeconds,
                value.Spec.Behavior.ScaleDown.Policies.Count));
        Assert.Same(value, Kind.Strategy.Default(value));
    }

    private static void AssertStarts(string expected, string errors)
    {
        Assert.StartsWith(expected, errors);
        Assert.Equal(expected.Length == 0, errors.Length == 0);
    }
}
