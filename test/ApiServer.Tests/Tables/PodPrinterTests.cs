namespace Kybernet.ApiServer.Tests.Tables;

public class PodPrinterTests
{
    private const string Running = """{"ready":true,"restartCount":0,"state":{"running":{}}}""";
    private const string Idle = """{"restartCount":3,"state":{"running":{}}}""";
    private const string Done = """{"restartCount":0,"state":{"terminated":{"exitCode":0,"reason":"Completed"}}}""";
    private const string Ready = """{"type":"Ready","status":"True"}""";
    private const string Initialized = """{"type":"Initialized","status":"True"}""";

    /// <summary>Two containers; what their statuses make of the pod.</summary>
    [Theory]
    [InlineData("Pending", "", "0/2|Pending|0")]
    [InlineData("Running", Running, "1/2|Running|0")]
    [InlineData("Running", Running + "," + Idle, "1/2|Running|3")]
    [InlineData("Pending", """{"restartCount":6,"state":{"waiting":{"reason":"CrashLoopBackOff"}}}""", "0/2|CrashLoopBackOff|6")]
    [InlineData("Pending", """{"restartCount":0,"state":{"waiting":{}}}""", "0/2|Pending|0")]
    [InlineData("Running", """{"restartCount":0,"state":{"waiting":{"reason":"First"}}},{"restartCount":0,"state":{"waiting":{"reason":"Second"}}}""",
        "0/2|First|0")]
    [InlineData("Running", """{"restartCount":0,"state":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}""", "0/2|OOMKilled|0")]
    [InlineData("Running", """{"restartCount":0,"state":{"terminated":{"exitCode":2}}}""", "0/2|ExitCode:2|0")]
    [InlineData("Running", """{"restartCount":0,"state":{"terminated":{"exitCode":137,"signal":9}}}""", "0/2|Signal:9|0")]
    [InlineData("Succeeded", Done + "," + Done, "0/2|Completed|0")]
    [InlineData("Running", Done + "," + Running, "1/2|NotReady|0")]
    [InlineData("Running", Done + """,{"restartCount":0,"state":{"terminated":{"exitCode":1,"reason":"Error"}}}""", "0/2|Error|0")]
    [InlineData("Running", """
        {"restartCount":3,"state":{"running":{}},"ready":true,"lastState":{"terminated":{"exitCode":1,"finishedAt":"2030-01-15T11:59:50Z"}}},
        {"restartCount":2,"state":{"running":{}},"ready":true,"lastState":{"terminated":{"exitCode":1,"finishedAt":"2030-01-15T11:50:00Z"}}}
        """, "2/2|Running|5 (10s ago)")]
    public void Cells_ContainerStatuses_AreSummedUp(string phase, string statuses, string expected) =>
        Assert.StartsWith(expected + "|60m|", TableRows.Of(Pod("""{"name":"x"},{"name":"y"}""", "",
            $$"""{"phase":"{{phase}}","containerStatuses":[{{statuses}}]}""")));

    /// <summary>Two init containers before one container.</summary>
    [Theory]
    [InlineData("""{"restartCount":0,"state":{"running":{}}}""", "", "0/1|Init:0/2|0")]
    [InlineData("""{"restartCount":1,"state":{"terminated":{"exitCode":0}}},{"restartCount":2,"state":{"running":{}}}""", "", "0/1|Init:1/2|3")]
    [InlineData("""{"restartCount":0,"state":{"waiting":{"reason":"PodInitializing"}}}""", "", "0/1|Init:0/2|0")]
    [InlineData("""{"restartCount":0,"state":{"waiting":{"reason":"ErrImagePull"}}}""", "", "0/1|Init:ErrImagePull|0")]
    [InlineData("""{"restartCount":3,"state":{"terminated":{"exitCode":1,"reason":"Error"}}}""", "", "0/1|Init:Error|3")]
    [InlineData("""{"restartCount":0,"state":{"terminated":{"exitCode":2}}}""", "", "0/1|Init:ExitCode:2|0")]
    [InlineData("""{"restartCount":0,"state":{"terminated":{"exitCode":137,"signal":9}}}""", "", "0/1|Init:Signal:9|0")]
    [InlineData("""{"restartCount":4,"state":{"terminated":{"exitCode":0}}},{"restartCount":5,"state":{"terminated":{"exitCode":0}}}""", Running,
        "1/1|Running|0")]
    [InlineData("""{"restartCount":1,"state":{"running":{}}}""", Running, "1/1|Init:0/2|0")]
    public void Cells_InitContainers_ComeFirst(string init, string statuses, string expected) =>
        Assert.StartsWith(expected + "|60m|", TableRows.Of(Pod("""{"name":"x"}""", ""","initContainers":[{"name":"i"},{"name":"j"}]""",
            $$"""
            {"phase":"Running","initContainerStatuses":[{{init}}],"containerStatuses":[{{statuses}}],
            "conditions":[{{(expected.StartsWith("1/", StringComparison.Ordinal) ? Initialized : "")}}]}
            """)));

    /// <summary>An init container that goes on running, after one that does not, beside one container.</summary>
    [Theory]
    [InlineData("""{"name":"i","restartCount":0,"state":{"running":{}}}""", "", "0/2|Init:0/2|0")]
    [InlineData("""
        {"name":"i","restartCount":0,"state":{"terminated":{"exitCode":0}}},
        {"name":"s","restartCount":0,"started":false,"state":{"running":{}}}
        """, "", "0/2|Init:1/2|0")]
    [InlineData("""
        {"name":"i","restartCount":9,"state":{"terminated":{"exitCode":0}}},
        {"name":"s","restartCount":2,"started":true,"ready":true,"state":{"running":{}}}
        """, Running, "2/2|Running|2")]
    [InlineData("""
        {"name":"i","restartCount":0,"state":{"terminated":{"exitCode":0}}},
        {"name":"s","restartCount":0,"started":true,"state":{"running":{}}}
        """, Done, "0/2|Completed|0")]
    public void Cells_Sidecars_CountAsContainers(string init, string statuses, string expected) =>
        Assert.StartsWith(expected + "|60m|", TableRows.Of(Pod(
            """{"name":"x"}""", ""","initContainers":[{"name":"i"},{"name":"s","restartPolicy":"Always"}]""",
            $$"""{"phase":"Running","initContainerStatuses":[{{init}}],"containerStatuses":[{{statuses}}]}""")));

    [Theory]
    [InlineData("""{"phase":"Failed","reason":"Evicted"}""", "", "Evicted")]
    [InlineData("""{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"SchedulingGated"}]}""", "", "SchedulingGated")]
    [InlineData("""{"phase":"Running"}""", "\"deletionTimestamp\":\"2030-01-15T11:59:00Z\"", "Terminating")]
    [InlineData("""{"phase":"Succeeded"}""", "\"deletionTimestamp\":\"2030-01-15T11:59:00Z\"", "Succeeded")]
    [InlineData("""{"phase":"Running","reason":"NodeLost"}""", "\"deletionTimestamp\":\"2030-01-15T11:59:00Z\"", "Unknown")]
    public void Cells_Status_SaysWhatMattersMost(string status, string metadata, string expected) =>
        Assert.Equal(expected, TableRows.Of(Pod("""{"name":"x"}""", "", status, metadata)).Split('|')[1]);

    [Fact]
    public void Cells_CompletedBesideReady_IsRunning() => Assert.StartsWith("1/2|Running|0|", TableRows.Of(Pod(
        """{"name":"x"},{"name":"y"}""", "",
        $$"""{"phase":"Running","conditions":[{{Ready}}],"containerStatuses":[{{Done}},{{Running}}]}""")));

    [Fact]
    public void Cells_Wide_ShowAddressNodeAndGates()
    {
        Assert.EndsWith("|<none>|<none>|<none>|<none>", TableRows.Of(Pod("""{"name":"x"}""", "", "{}")));
        Assert.EndsWith("|10.0.0.1|n1|n2|1/2", TableRows.Of(Pod(
            """{"name":"x"}""", ""","nodeName":"n1","readinessGates":[{"conditionType":"a/b"},{"conditionType":"a/c"}]""",
            """
            {"podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"},{"ip":"fd00::1"}],"nominatedNodeName":"n2",
            "conditions":[{"type":"a/b","status":"True"},{"type":"a/c","status":"False"}]}
            """)));
    }

    [Theory]
    [InlineData("Succeeded", "Succeeded")]
    [InlineData("Failed", "Failed")]
    [InlineData("Running", null)]
    public void Conditions_Phase_TellsCompletedRows(string phase, string? expected)
    {
        var pod = TableRows.Read(Pod("""{"name":"x"}""", "", $$"""{"phase":"{{phase}}"}"""));
        Assert.Equal(expected, TableRows.Printers.Find(pod.Gvk).Conditions(pod).Select(condition => condition.Reason).FirstOrDefault());
    }

    private static string Pod(string containers, string spec, string status, string metadata = "") =>
        TableRows.Object("v1", "Pod", $$""" "spec":{"containers":[{{containers}}]{{spec}}},"status":{{status}} """, metadata);
}
