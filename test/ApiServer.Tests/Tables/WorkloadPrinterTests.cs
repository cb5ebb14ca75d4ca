namespace Kybernet.ApiServer.Tests.Tables;

public class WorkloadPrinterTests
{
    private const string Template = """ "template":{"spec":{"containers":[{"name":"x","image":"i"},{"name":"y","image":"j"}]}} """;
    private const string Selector = """ "selector":{"matchLabels":{"a":"b"}} """;

    [Theory]
    [InlineData("Deployment", $$"""
        "spec":{"replicas":5,{{Selector}},{{Template}}},"status":{"replicas":10,"updatedReplicas":2,"readyReplicas":3,"availableReplicas":1}
        """, "3/5|2|1|60m|x,y|i,j|a=b")]
    [InlineData("Deployment", """
        "spec":{"selector":{"matchExpressions":[{"key":"k","operator":"Sometimes"}]},"template":{}}
        """, "0/0|0|0|60m|||<invalid>")]
    [InlineData("Deployment", "\"spec\":{\"template\":{}}", "0/0|0|0|60m|||")]
    [InlineData("ReplicaSet", $$"""
        "spec":{"replicas":5,{{Selector}},{{Template}}},"status":{"replicas":4,"readyReplicas":3}
        """, "5|4|3|60m|x,y|i,j|a=b")]
    [InlineData("ReplicaSet", """
        "spec":{"selector":{"matchExpressions":[{"key":"k","operator":"In","values":["v","u"]}]}}
        """, "0|0|0|60m|||k in (u,v)")]
    [InlineData("StatefulSet", $$"""
        "spec":{"replicas":5,{{Selector}},{{Template}}},"status":{"replicas":4,"readyReplicas":3}
        """, "3/5|60m|x,y|i,j")]
    [InlineData("DaemonSet", $$"""
        "spec":{{{Selector}},{{Template}}},"status":{"currentNumberScheduled":1,"numberMisscheduled":0,"desiredNumberScheduled":2,"numberReady":3,
        "updatedNumberScheduled":4,"numberAvailable":5}
        """, "2|1|3|4|5|<none>|60m|x,y|i,j|a=b")]
    [InlineData("ControllerRevision", "\"revision\":7", "<none>|7|60m")]
    public void Apps_Cells(string kind, string body, string expected) =>
        Assert.Equal(expected, TableRows.Of(TableRows.Object("apps/v1", kind, body)));

    [Fact]
    public void ControllerRevision_Owned_NamesItsController() => Assert.Equal("daemonset.apps/d|1|60m", TableRows.Of(TableRows.Object(
        "apps/v1", "ControllerRevision", "\"revision\":1",
        """
        "ownerReferences":[{"apiVersion":"v1","kind":"X","name":"o","uid":"1"},
        {"apiVersion":"apps/v1","kind":"DaemonSet","name":"d","uid":"2","controller":true}]
        """)));

    [Theory]
    [InlineData("\"completions\":2", "\"succeeded\":1", "", "Running|1/2||60m|||<none>")]
    [InlineData("\"parallelism\":1", "", "", "Running|0/1||60m|||<none>")]
    [InlineData("\"parallelism\":20", "\"succeeded\":3", "", "Running|3/1 of 20||60m|||<none>")]
    [InlineData("\"completions\":1", "\"startTime\":\"2030-01-15T11:55:00Z\"", "", "Running|0/1|5m|60m|||<none>")]
    [InlineData("\"completions\":1", "\"startTime\":\"2030-01-15T11:00:00Z\",\"completionTime\":\"2030-01-15T11:01:30Z\",\"succeeded\":1", "Complete",
        "Complete|1/1|90s|60m|||<none>")]
    [InlineData("\"completions\":1", "", "Failed", "Failed|0/1||60m|||<none>")]
    [InlineData("\"completions\":1", "", "Suspended", "Suspended|0/1||60m|||<none>")]
    [InlineData("\"completions\":1", "", "FailureTarget", "FailureTarget|0/1||60m|||<none>")]
    [InlineData("\"completions\":1", "", "SuccessCriteriaMet", "SuccessCriteriaMet|0/1||60m|||<none>")]
    public void Job_Cells(string spec, string status, string condition, string expected)
    {
        var conditions = condition.Length == 0 ? "" : $$"""{"type":"{{condition}}","status":"True"}""";
        Assert.Equal(expected, TableRows.Of(TableRows.Object("batch/v1", "Job", $$"""
            "spec":{ {{spec}},"template":{} },"status":{"conditions":[{{conditions}}]{{(status.Length == 0 ? "" : "," + status)}} }
            """)));
    }

    [Fact]
    public void Job_Deleted_IsTerminating() => Assert.StartsWith("Terminating|", TableRows.Of(TableRows.Object(
        "batch/v1", "Job", "\"spec\":{\"template\":{}},\"status\":{\"conditions\":[{\"type\":\"Suspended\",\"status\":\"True\"}]}",
        "\"deletionTimestamp\":\"2030-01-15T11:59:00Z\"")));

    [Theory]
    [InlineData("""{"schedule":"0 * * * *","jobTemplate":{}}""", "{}", "0 * * * *|<none>|<unset>|0|<none>|60m|||<none>")]
    [InlineData($$"""{"schedule":"@daily","timeZone":"Asia/Seoul","suspend":false,"jobTemplate":{"spec":{ {{Selector}},{{Template}} } } }""",
        """{"active":[{"name":"j"}],"lastScheduleTime":"2030-01-15T11:59:00Z"}""", "@daily|Asia/Seoul|False|1|60s|60m|x,y|i,j|a=b")]
    public void CronJob_Cells(string spec, string status, string expected) =>
        Assert.Equal(expected, TableRows.Of(TableRows.Object("batch/v1", "CronJob", $"\"spec\":{spec},\"status\":{status}")));
}
