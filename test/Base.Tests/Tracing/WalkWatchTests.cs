using System.Diagnostics;
using System.Text.Json;
using Kybernet.Base.Tracing;
using Microsoft.Extensions.Time.Testing;
using static Kybernet.Base.Tests.Tracing.Spans;

namespace Kybernet.Base.Tests.Tracing;

public sealed class WalkWatchTests : IDisposable
{
    private readonly SpanRecorder _recorder = new(capacity: 5);
    private readonly FakeTimeProvider _time = new(Zero);

    public void Dispose() => _recorder.Dispose();

    [Theory]
    [InlineData("True", true)]
    [InlineData("Succeeded", true)]
    [InlineData("False", false)]
    public void Finished_QuietPod_IsToldOnceWhenReady(string ready, bool expected)
    {
        var watch = Watch(ready);
        Assert.Empty(watch.Finished());

        _time.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(expected, watch.Finished().Count == 1);
        Assert.Empty(watch.Finished());
    }

    [Fact]
    public void Finished_PodNeverReady_IsToldAtLast()
    {
        var watch = Watch("False");
        _time.Advance(TimeSpan.FromMinutes(3));
        Assert.Single(watch.Finished());
    }

    [Fact]
    public void Finished_NothingWritten_IsNotTold()
    {
        _recorder.Add(Request("request", 0));
        _time.Advance(TimeSpan.FromMinutes(3));
        Assert.Empty(new WalkWatch(_recorder, _time).Finished());
    }

    [Fact]
    public void Spans_MoreThanFit_TheOldestAreForgotten()
    {
        for (var i = 0; i < 7; i++) _recorder.Add(Of($"{i}", i, 1));
        Assert.Equal(["2", "3", "4", "5", "6"], _recorder.Spans.Select(span => span.Id));
    }

    [Fact]
    public void Start_SourceOfAComponent_IsHeard()
    {
        using var source = new ActivitySource("Kybernet.WalkWatchTests");
        Assert.Null(source.StartActivity("before"));
        _recorder.Start();
        using (var around = source.StartActivity("around")) source.StartActivity("inside")!.Dispose();

        var (inside, outside) = (_recorder.Spans.Single(span => span.Name == "inside"), _recorder.Spans.Single(span => span.Name == "around"));
        Assert.Equal(outside.Id, inside.ParentId);
    }

    [Fact]
    public void Otlp_OfAWalk_IsOneTrace()
    {
        var root = Request("request", 0);
        var json = JsonDocument.Parse(OtlpJson.Of(Walk.Of(root, [root, Commit("commit", 1, "request", "Pod", "p", 7)]), "kyb")).RootElement;

        var spans = json.GetProperty("resourceSpans")[0].GetProperty("scopeSpans")[0].GetProperty("spans");
        Assert.Equal(2, spans.GetArrayLength());
        Assert.Equal("request", spans[1].GetProperty("parentSpanId").GetString());
        Assert.Equal(spans[0].GetProperty("traceId").GetString(), spans[1].GetProperty("traceId").GetString());
        Assert.Equal("1767225600001000000", spans[1].GetProperty("startTimeUnixNano").GetString());
    }

    /// <summary>Of a pod that was created, and told to be so 1.5 seconds later.</summary>
    private WalkWatch Watch(string ready)
    {
        _recorder.Add(Commit("commit", 1, "request", "Pod", "p", 7));
        _recorder.Add(Request("request", 0));
        _recorder.Add(Sight("sync", 10, "p", 7));
        _recorder.Add(Of("status", 1500, 2, "sync", $"{SpanTags.Uid}=p", $"{SpanTags.Ready}={ready}"));
        _recorder.Add(Commit("commit-status", 1501, "status", "Pod", "p", 8));
        return new(_recorder, _time);
    }
}
