using CoreEvent = Kybernet.Api.Core.V1.Event;
using CoreSeries = Kybernet.Api.Core.V1.EventSeries;
using Event = Kybernet.Api.Events.V1.Event;
using EventSeries = Kybernet.Api.Events.V1.EventSeries;

namespace Kybernet.ApiServer.Registry.Events;

/// <summary>
/// Events of events.k8s.io are those of core/v1 under other names: one stored object, nothing lost either way. Upstream:
/// <c>pkg/apis/events/v1/conversion.go</c>.
/// </summary>
public static class EventConversion
{
    /// <summary>The stored form.</summary>
    public static CoreEvent ToCore(Event value) => new()
    {
        Metadata = value.Metadata,
        InvolvedObject = value.Regarding,
        Reason = value.Reason,
        Message = value.Note,
        Source = value.DeprecatedSource,
        FirstTimestamp = value.DeprecatedFirstTimestamp,
        LastTimestamp = value.DeprecatedLastTimestamp,
        Count = value.DeprecatedCount,
        Type = value.Type,
        EventTime = value.EventTime,
        Series = value.Series is not { } series ? null : new CoreSeries { Count = series.Count, LastObservedTime = series.LastObservedTime },
        Action = value.Action,
        Related = value.Related,
        ReportingComponent = value.ReportingController,
        ReportingInstance = value.ReportingInstance,
    };

    public static Event FromCore(CoreEvent value) => new()
    {
        Metadata = value.Metadata,
        EventTime = value.EventTime,
        Series = value.Series is not { } series ? null : new EventSeries { Count = series.Count, LastObservedTime = series.LastObservedTime },
        ReportingController = value.ReportingComponent,
        ReportingInstance = value.ReportingInstance,
        Action = value.Action,
        Reason = value.Reason,
        Regarding = value.InvolvedObject,
        Related = value.Related,
        Note = value.Message,
        Type = value.Type,
        DeprecatedSource = value.Source,
        DeprecatedFirstTimestamp = value.FirstTimestamp,
        DeprecatedLastTimestamp = value.LastTimestamp,
        DeprecatedCount = value.Count,
    };

    /// <summary>The field selector of core/v1 that means <paramref name="field"/> of events.k8s.io; null for a field it has not.</summary>
    public static string? FieldOfCore(string field) => field switch
    {
        "reason" or "type" => field,
        "reportingController" => "reportingComponent",
        "regarding.kind" or "regarding.namespace" or "regarding.name" or "regarding.uid" or "regarding.apiVersion"
            or "regarding.resourceVersion" or "regarding.fieldPath" => "involvedObject" + field["regarding".Length..],
        _ => null,
    };
}
