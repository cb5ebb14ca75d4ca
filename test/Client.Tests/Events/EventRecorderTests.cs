using Kybernet.Api.Core.V1;
using Kybernet.Client.Events;
using Kybernet.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Client.Tests.Events;

public sealed class EventRecorderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_IsAnEventAboutTheObject()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var recorders = new EventRecorders(cluster.Client, cluster.Clock, 1, NullLoggerFactory.Instance);
        var about = (await cluster.Client.CreateAsync(NewConfigMap("a"), Cancel)).Value;

        recorders.Of(new EventSourceName("kubelet", "node-1")).Record(about, "Warning", "Odd", "it is odd");

        var seen = await EventAsync(cluster, static value => value.Reason == "Odd");
        Assert.StartsWith("a.", seen.Metadata.Name, StringComparison.Ordinal);
        Assert.Equal(("Warning", "it is odd", 1), (seen.Type, seen.Message, seen.Count));
        Assert.Equal(("ConfigMap", "v1", "a", about.Metadata.Uid), Reference(seen));
        Assert.Equal(("kubelet", "node-1"), (seen.Source.Component, seen.Source.Host));
        Assert.Equal(("kubelet", "node-1"), (seen.ReportingComponent, seen.ReportingInstance));
    }

    [Fact]
    public async Task Record_TheSameAgain_CountsUp()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var recorders = new EventRecorders(cluster.Client, cluster.Clock, 1, NullLoggerFactory.Instance);
        var recorder = recorders.Of("odd-controller");

        for (var i = 0; i < 3; i++) recorder.Record(NewConfigMap("a"), "Normal", "Odd", "again");

        await EventAsync(cluster, static value => value.Count == 3);
        Assert.Single((await EventsAsync(cluster)));
    }

    [Fact]
    public async Task Record_SimilarOnes_AreCombinedFromTheTenthOn()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var recorders = new EventRecorders(cluster.Client, cluster.Clock, 1, NullLoggerFactory.Instance);
        var recorder = recorders.Of("odd-controller");

        for (var i = 0; i < 15; i++) recorder.Record(NewConfigMap("a"), "Normal", "Odd", $"number {i}");

        var combined = await EventAsync(cluster, static value => value.Count == 6);
        Assert.Equal("(combined from similar events): number 14", combined.Message);
        Assert.Equal(10, (await EventsAsync(cluster)).Count);
    }

    [Fact]
    public async Task Record_Spam_IsLeftOut()
    {
        await using var cluster = await TestCluster.StartAsync(new(), Cancel);
        await using var recorders = new EventRecorders(cluster.Client, cluster.Clock, 1, NullLoggerFactory.Instance);
        var recorder = recorders.Of("odd-controller");

        for (var i = 0; i < 40; i++) recorder.Record(NewConfigMap("a"), "Normal", $"Odd{i}", "another");
        recorder.Record(NewConfigMap("b"), "Normal", "Last", "of another object");

        await EventAsync(cluster, static value => value.Reason == "Last");
        Assert.Equal(26, (await EventsAsync(cluster)).Count);
    }

    private static (string, string, string, string) Reference(Event value) =>
        (value.InvolvedObject.Kind, value.InvolvedObject.ApiVersion, value.InvolvedObject.Name, value.InvolvedObject.Uid);

    private static async Task<Event> EventAsync(TestCluster cluster, Func<Event, bool> isSo)
    {
        await foreach (var notice in cluster.Client.WatchAsync<Event>("default", "", Cancel))
            if (isSo(notice.Object)) return notice.Object;
        throw new InvalidOperationException("the watch ended");
    }

    private static async Task<IReadOnlyList<Event>> EventsAsync(TestCluster cluster) =>
        (await cluster.Client.ListAsync<Event>("default", "", Cancel)).Value.Items;

    private static ConfigMap NewConfigMap(string name) => new() { Metadata = new() { Name = name, Namespace = "default" } };
}
