using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Core;

/// <summary>Events of the core group.</summary>
public sealed class EventPrinter() : TablePrinter<Event>(EventRow.Columns)
{
    protected override ListOf<JsonValue> Row(Event value, DateTimeOffset now) => new EventRow
    {
        Name = value.Metadata.Name,
        Type = value.Type,
        Reason = value.Reason,
        Message = value.Message,
        Object = value.InvolvedObject,
        Source = value.Source,
        ReportingController = value.ReportingComponent,
        ReportingInstance = value.ReportingInstance,
        EventTime = value.EventTime,
        First = value.FirstTimestamp,
        Last = value.LastTimestamp,
        Count = value.Series?.Count ?? value.Count,
        LastOfSeries = value.Series?.LastObservedTime,
    }.ToCells(now);
}

/// <summary>Events of <c>events.k8s.io</c>: the same columns.</summary>
public sealed class EventsEventPrinter() : TablePrinter<Api.Events.V1.Event>(EventRow.Columns)
{
    protected override ListOf<JsonValue> Row(Api.Events.V1.Event value, DateTimeOffset now) => new EventRow
    {
        Name = value.Metadata.Name,
        Type = value.Type,
        Reason = value.Reason,
        Message = value.Note,
        Object = value.Regarding,
        Source = value.DeprecatedSource,
        ReportingController = value.ReportingController,
        ReportingInstance = value.ReportingInstance,
        EventTime = value.EventTime,
        First = value.DeprecatedFirstTimestamp,
        Last = value.DeprecatedLastTimestamp,
        Count = value.Series?.Count ?? value.DeprecatedCount,
        LastOfSeries = value.Series?.LastObservedTime,
    }.ToCells(now);
}
