using Kybernet.ApiServer.Registry.Autoscaling.Conversion;
using Kybernet.Machinery.Collections;
using HorizontalPodAutoscaler1 = Kybernet.Api.Autoscaling.V1.HorizontalPodAutoscaler;

namespace Kybernet.ApiServer.Tests.Registry.Autoscaling;

public class AutoscalerConversionTests
{
    private const string Full =
        """
        {'metadata':{'annotations':{'mine':'kept'}},'spec':{'metrics':[
        {'type':'External','external':{'metric':{'name':'q','selector':{'matchLabels':{'a':'b'}}},'target':{'type':'Value','value':'5'}}},
        {'type':'Object','object':{'describedObject':{'kind':'A','name':'b'},'metric':{'name':'m'},'target':{'type':'AverageValue','averageValue':'1'}}},
        {'type':'ContainerResource','containerResource':{'name':'memory','container':'c','target':{'type':'AverageValue','averageValue':'1Gi'}}},
        {'type':'Resource','resource':{'name':'cpu','target':{'type':'Utilization','averageUtilization':70}}}],
        'behavior':{'scaleUp':{'stabilizationWindowSeconds':0,'selectPolicy':'Max','tolerance':'100m',
        'policies':[{'type':'Pods','value':4,'periodSeconds':15}]}}},
        'status':{'currentReplicas':2,'desiredReplicas':3,'currentMetrics':[
        {'type':'Resource','resource':{'name':'cpu','current':{'averageUtilization':60,'averageValue':'100m'}}}],
        'conditions':[{'type':'AbleToScale','status':'True','lastTransitionTime':'2026-01-01T00:00:00Z'}]}}
        """;

    [Fact]
    public void FromV2_Full_ComesBack()
    {
        var value = HorizontalPodAutoscalerTests.Kind.With(Full);
        var converted = AutoscalerConversion.FromV2(value);
        Assert.Equal((70, 60), (converted.Spec.TargetCPUUtilizationPercentage, converted.Status.CurrentCPUUtilizationPercentage));
        Assert.Equal(5, converted.Metadata.Annotations.Count);
        Assert.Equal(value, AutoscalerConversion.ToV2(converted));
    }

    [Fact]
    public void FromV2_Behavior_IsUpstreamsInternalJson() => Assert.Equal(
        """{"ScaleUp":{"StabilizationWindowSeconds":0,"SelectPolicy":"Max","Policies":[{"Type":"Pods","Value":4,"PeriodSeconds":15}],"""
        + "\"Tolerance\":\"100m\"},\"ScaleDown\":null}",
        AutoscalerConversion.FromV2(HorizontalPodAutoscalerTests.Kind.With(Full)).Metadata.Annotations["autoscaling.alpha.kubernetes.io/behavior"]);

    [Fact]
    public void FromV2_OtherMetrics_AreJsonOfV1() => Assert.StartsWith(
        """[{"type":"External","external":{"metricName":"q","metricSelector":{"matchLabels":{"a":"b"}},"targetValue":"5"}},{"type":"Object",""",
        AutoscalerConversion.FromV2(HorizontalPodAutoscalerTests.Kind.With(Full)).Metadata.Annotations["autoscaling.alpha.kubernetes.io/metrics"]);

    [Theory]
    [InlineData(null, 80)]
    [InlineData(50, 50)]
    public void ToV2_CpuTarget_IsAMetric(int? target, int expected)
    {
        var value = AutoscalerConversion.ToV2(new HorizontalPodAutoscaler1 { Spec = new() { TargetCPUUtilizationPercentage = target } });
        Assert.Equal(expected, value.Spec.Metrics[0].Resource!.Target.AverageUtilization);
    }

    [Fact]
    public void ToV2_MalformedAnnotation_IsDropped()
    {
        var value = AutoscalerConversion.ToV2(new()
        {
            Metadata = new() { Annotations = MapOf.Of(("autoscaling.alpha.kubernetes.io/metrics", "["), ("autoscaling.alpha.kubernetes.io/behavior", "x")) },
        });
        Assert.True(value.Metadata.Annotations.IsEmpty);
        Assert.Null(value.Spec.Behavior);
        Assert.Equal(80, Assert.Single(value.Spec.Metrics).Resource!.Target.AverageUtilization);
    }
}
