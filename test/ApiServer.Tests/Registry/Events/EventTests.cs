using Kybernet.ApiServer.Registry.Events;
using CoreEvent = Kybernet.Api.Core.V1.Event;
using Event = Kybernet.Api.Events.V1.Event;

namespace Kybernet.ApiServer.Tests.Registry.Events;

public class EventTests
{
    private static readonly PatchedKind<CoreEvent> s_core = new(
        new ApiServer.Registry.Core.ObjectEvents.EventStrategy(),
        """{"metadata":{"name":"e","namespace":"team"},"involvedObject":{"kind":"Pod","namespace":"team","name":"p"},"source":{"component":"kubelet"}}""");

    private static readonly PatchedKind<Event> s_events = new(
        new EventStrategy(),
        """
        {"metadata":{"name":"e","namespace":"team"},"eventTime":"2026-01-01T00:00:00.000000Z","reportingController":"a/b",
        "reportingInstance":"i","action":"Start","reason":"Started","regarding":{"kind":"Pod","namespace":"team"},"type":"Normal","note":"n"}
        """);

    [Theory]
    [InlineData("{}", "")]
    [InlineData(
        "{'involvedObject':{'namespace':'other'}}", "involvedObject.namespace: Invalid value: \"other\": does not match event.namespace")]
    [InlineData("{'involvedObject':{'namespace':null}}", "involvedObject.namespace: Invalid value: \"\": does not match event.namespace")]
    [InlineData(
        "{'eventTime':'2026-01-01T00:00:00.000000Z','reportingInstance':'i','action':'a','reason':'r'}",
        "reportingComponent: Required value\nreportingComponent: Invalid value: \"\": name part must be non-empty")]
    public void CoreCreate_Event_IsJudged(string patch, string expected) => Assert.StartsWith(expected, s_core.Create(patch));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{'eventTime':null}", "eventTime: Required value")]
    [InlineData("{'type':'Odd'}", "type: Invalid value: \"\": has invalid value: Odd")]
    [InlineData("{'deprecatedCount':1}", "count: Invalid value: \"\": needs to be unset")]
    [InlineData("{'action':null}", "action: Required value")]
    [InlineData(
        "{'series':{'count':1,'lastObservedTime':null}}",
        "series.count: Invalid value: \"\": should be at least 2\nseries.lastObservedTime: Required value")]
    public void Create_Event_IsJudged(string patch, string expected) => Assert.Equal(expected, s_events.Create(patch));

    [Theory]
    [InlineData("{'series':{'count':2,'lastObservedTime':'2026-01-01T00:00:00.000000Z'}}", "")]
    [InlineData("{'note':'other'}", "message: Invalid value: \"other\": field is immutable")]
    [InlineData(
        "{'eventTime':'2026-01-02T00:00:00.000000Z'}", "eventTime: Invalid value: \"2026-01-02T00:00:00.000000Z\": field is immutable")]
    public void Update_Event_OnlySeriesChanges(string patch, string expected) => Assert.Equal(expected, s_events.Update(patch));

    [Fact]
    public void Conversion_ThereAndBack_IsTheSame()
    {
        var value = s_events.With("{'series':{'count':2,'lastObservedTime':'2026-01-01T00:00:00.000000Z'},'deprecatedSource':{'host':'h'}}");
        Assert.Equal(value, EventConversion.FromCore(EventConversion.ToCore(value)));
    }

    [Theory]
    [InlineData("involvedObject.name", "p")]
    [InlineData("source", "kubelet")]
    [InlineData("regarding.kind", null)]
    public void CoreSelectableField_Name_IsKnown(string field, string? expected) =>
        Assert.Equal(expected, s_core.Strategy.SelectableField(s_core.With(), field));

    [Theory]
    [InlineData("regarding.kind", "Pod")]
    [InlineData("reportingController", "a/b")]
    [InlineData("source", null)]
    public void SelectableField_Name_IsKnown(string field, string? expected) =>
        Assert.Equal(expected, s_events.Strategy.SelectableField(s_events.With(), field));
}
