using Kybernet.Api.Events.V1;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.Events;

/// <summary>Upstream: <c>ValidateEventCreate</c> and <c>ValidateEventUpdate</c> for requests of events.k8s.io/v1.</summary>
internal static class StrictEventRules
{
    public static void CheckNew(Event value, FieldErrorList errors)
    {
        CheckSeries(value.Series, errors);
        if (value.EventTime.IsZero) errors.Add(FieldError.Required(FieldPath.Of("eventTime"), ""));
        if (value.Type is not ("Normal" or "Warning"))
            errors.Add(FieldError.Invalid(FieldPath.Of("type"), "", $"has invalid value: {value.Type}"));
        Unset(value.DeprecatedFirstTimestamp.IsZero, "firstTimestamp");
        Unset(value.DeprecatedLastTimestamp.IsZero, "lastTimestamp");
        Unset(value.DeprecatedCount == 0, "count");
        Unset(value.DeprecatedSource is { Component: "", Host: "" }, "source");

        void Unset(bool isUnset, string field)
        {
            if (!isUnset) errors.Add(FieldError.Invalid(FieldPath.Of(field), "", "needs to be unset"));
        }
    }

    public static void CheckUnchanged(Event value, Event old, FieldErrorList errors)
    {
        if (value.Series != old.Series) CheckSeries(value.Series, errors);
        Same("involvedObject", value.Regarding, old.Regarding);
        Same("reason", value.Reason, old.Reason);
        Same("message", value.Note, old.Note);
        Same("source", value.DeprecatedSource, old.DeprecatedSource);
        Same("firstTimestamp", value.DeprecatedFirstTimestamp, old.DeprecatedFirstTimestamp);
        Same("lastTimestamp", value.DeprecatedLastTimestamp, old.DeprecatedLastTimestamp);
        Same("count", value.DeprecatedCount, old.DeprecatedCount);
        Same("type", value.Type, old.Type);
        Same("eventTime", value.EventTime, old.EventTime);
        Same("action", value.Action, old.Action);
        Same("related", value.Related, old.Related);
        Same("reportingController", value.ReportingController, old.ReportingController);
        Same("reportingInstance", value.ReportingInstance, old.ReportingInstance);

        void Same<T>(string field, T now, T before) =>
            ImmutableRules.Immutable(errors, FieldPath.Of(field), now, before, Shown);
    }

    private static FieldValue Shown<T>(T value) =>
        value is Time or MicroTime ? FieldValue.JsonString(value.ToString()) : ImmutableRules.Shown(value);

    private static void CheckSeries(EventSeries? series, FieldErrorList errors)
    {
        if (series is null) return;
        if (series.Count < 2) errors.Add(FieldError.Invalid(FieldPath.Of("series.count"), "", "should be at least 2"));
        if (series.LastObservedTime.IsZero) errors.Add(FieldError.Required(FieldPath.Of("series.lastObservedTime"), ""));
    }
}
