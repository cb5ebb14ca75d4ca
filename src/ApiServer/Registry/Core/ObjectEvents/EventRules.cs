using System.Text;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.ObjectEvents;

/// <summary>What holds of events of either version; those with an event time have more to say. Upstream: <c>legacyValidateEvent</c>.</summary>
internal static class EventRules
{
    private const int MaxNameBytes = 128;
    private const int MaxNoteBytes = 1024;

    /// <param name="event">The event in its stored form.</param>
    /// <param name="reporter">How the version calls the reporting controller.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(Event @event, string reporter, FieldErrorList errors)
    {
        var (home, about) = (@event.Metadata.Namespace, @event.InvolvedObject.Namespace);
        var isNew = !@event.EventTime.IsZero;
        var agrees = isNew
            ? about.Length > 0 || home is "default" or "kube-system"
            : about.Length > 0 ? home == about : home is "" or "default";
        if (!agrees)
            errors.Add(FieldError.Invalid(FieldPath.Of("involvedObject").Child("namespace"), about, "does not match event.namespace"));
        if (isNew) CheckNew(@event, reporter, errors);
        errors.AddInvalid(FieldPath.Of("namespace"), home, DnsNames.IsDns1123Subdomain(home));
    }

    private static void CheckNew(Event @event, string reporter, FieldErrorList errors)
    {
        if (@event.ReportingComponent.Length == 0) errors.Add(FieldError.Required(FieldPath.Of(reporter), ""));
        FormatRules.QualifiedName(errors, FieldPath.Of(reporter), @event.ReportingComponent);
        CheckText(@event.ReportingInstance, "reportingInstance", errors);
        CheckText(@event.Action, "action", errors);
        CheckText(@event.Reason, "reason", errors);
        CheckLength(@event.Message, "message", MaxNoteBytes, errors);
    }

    private static void CheckText(string text, string field, FieldErrorList errors)
    {
        if (text.Length == 0) errors.Add(FieldError.Required(FieldPath.Of(field), ""));
        CheckLength(text, field, MaxNameBytes, errors);
    }

    private static void CheckLength(string text, string field, int max, FieldErrorList errors)
    {
        if (Encoding.UTF8.GetByteCount(text) > max)
            errors.Add(FieldError.Invalid(FieldPath.Of(field), "", $"can have at most {max} characters"));
    }
}
