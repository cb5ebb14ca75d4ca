using Kybernet.Api.Events.V1;
using Kybernet.ApiServer.Registry.Core.ObjectEvents;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Events;

/// <summary>
/// Events as events.k8s.io/v1 has them: stricter than core/v1, and unchanging but for their series. Errors name the fields of the
/// stored form, as upstream's do.
/// </summary>
public sealed class EventStrategy : Strategy<Event>
{
    private readonly Core.ObjectEvents.EventStrategy _core = new();

    public override bool AllowsCreateOnUpdate => true;

    public override ListOf<string> SelectableFields =>
    [
        "reason", "type", "reportingController", "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid",
        "regarding.apiVersion", "regarding.resourceVersion", "regarding.fieldPath",
    ];

    public override void Validate(Event value, FieldErrorList errors)
    {
        EventRules.Check(EventConversion.ToCore(value), "reportingController", errors);
        StrictEventRules.CheckNew(value, errors);
    }

    public override void ValidateUpdate(Event value, Event old, FieldErrorList errors)
    {
        EventRules.Check(EventConversion.ToCore(value), "reportingController", errors);
        StrictEventRules.CheckUnchanged(value, old, errors);
    }

    public override string? SelectableField(Event value, string field) =>
        EventConversion.FieldOfCore(field) is { } name ? _core.SelectableField(EventConversion.ToCore(value), name) : null;
}
