namespace Kybernet.ApiServer.Tests.Tables;

public class AutoscalerPrinterTests
{
    [Theory]
    [InlineData("", "", "<none>")]
    [InlineData("""{"type":"External","external":{"metric":{"name":"m"},"target":{"type":"AverageValue","averageValue":"100m"}}}""", "",
        "<unknown>/100m (avg)")]
    [InlineData("""{"type":"External","external":{"metric":{"name":"m"},"target":{"type":"Value","value":"100m"}}}""",
        """{"type":"External","external":{"metric":{"name":"m"},"current":{"value":"50m"}}}""", "50m/100m")]
    [InlineData("""{"type":"Pods","pods":{"metric":{"name":"m"},"target":{"type":"AverageValue","averageValue":"100m"}}}""",
        """{"type":"Pods","pods":{"metric":{"name":"m"},"current":{"averageValue":"50m"}}}""", "50m/100m")]
    [InlineData("""{"type":"Object","object":{"describedObject":{"kind":"K","name":"n"},"metric":{"name":"m"},"target":{"type":"Value","value":"2"}}}""", "",
        "<unknown>/2")]
    [InlineData("""{"type":"Resource","resource":{"name":"cpu","target":{"type":"Utilization","averageUtilization":80}}}""",
        """{"type":"Resource","resource":{"name":"cpu","current":{"averageUtilization":50,"averageValue":"40m"}}}""", "cpu: 50%/80%")]
    [InlineData("""{"type":"Resource","resource":{"name":"cpu","target":{"type":"AverageValue","averageValue":"100m"}}}""", "", "cpu: <unknown>/100m")]
    [InlineData("""{"type":"ContainerResource","containerResource":{"container":"c","name":"memory","target":{"type":"Utilization"}}}""", "",
        "memory: <unknown>/<auto>")]
    [InlineData("""
        {"type":"Pods","pods":{"metric":{"name":"m"},"target":{"type":"AverageValue","averageValue":"1"}}},
        {"type":"Pods","pods":{"metric":{"name":"n"},"target":{"type":"AverageValue","averageValue":"2"}}},{"type":"Odd"},{"type":"Odd"}
        """, "", "<unknown>/1, <unknown>/2 + 2 more...")]
    public void V2_Targets_ShowCurrentAndWanted(string metrics, string current, string expected) =>
        Assert.Equal($"Deployment/d|{expected}|2|10|4|60m", TableRows.Of(TableRows.Object("autoscaling/v2", "HorizontalPodAutoscaler", $$"""
            "spec":{"scaleTargetRef":{"kind":"Deployment","name":"d"},"minReplicas":2,"maxReplicas":10,"metrics":[{{metrics}}]},
            "status":{"currentReplicas":4,"desiredReplicas":5,"currentMetrics":[{{current}}]}
            """)));

    [Theory]
    [InlineData("", "", "<none>")]
    [InlineData(",\"targetCPUUtilizationPercentage\":80", "", "cpu: <unknown>/80%")]
    [InlineData(",\"targetCPUUtilizationPercentage\":80", ",\"currentCPUUtilizationPercentage\":20", "cpu: 20%/80%")]
    public void V1_Targets_ShowUseOfCpu(string spec, string status, string expected) =>
        Assert.Equal($"Deployment/d|{expected}|<unset>|10|4|60m", TableRows.Of(TableRows.Object("autoscaling/v1", "HorizontalPodAutoscaler", $$"""
            "spec":{"scaleTargetRef":{"kind":"Deployment","name":"d"},"maxReplicas":10{{spec}}},
            "status":{"currentReplicas":4,"desiredReplicas":5{{status}}}
            """)));

    [Fact]
    public void Scale_Cells() =>
        Assert.Equal("3|2|60m", TableRows.Of(TableRows.Object("autoscaling/v1", "Scale", "\"spec\":{\"replicas\":3},\"status\":{\"replicas\":2}")));
}
