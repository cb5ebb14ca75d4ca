using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.ObjectEvents;

/// <summary>
/// Events as core/v1 has them, and as they are stored. Upstream: <c>pkg/registry/core/event/strategy.go</c>.
/// </summary>
public sealed class EventStrategy : Strategy<Event>
{
    public override bool AllowsCreateOnUpdate => true;

    public override ListOf<string> SelectableFields =>
    [
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
        "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
    ];

    public override void Validate(Event value, FieldErrorList errors) => EventRules.Check(value, "reportingComponent", errors);

    /// <summary>Upstream checks no more of the name than every object's.</summary>
    public override ListOf<string> CheckName(string name, bool prefix) => ObjectNames.IsPathSegment(name, prefix);

    public override string? SelectableField(Event value, string field) => field switch
    {
        "involvedObject.kind" => value.InvolvedObject.Kind,
        "involvedObject.namespace" => value.InvolvedObject.Namespace,
        "involvedObject.name" => value.InvolvedObject.Name,
        "involvedObject.uid" => value.InvolvedObject.Uid,
        "involvedObject.apiVersion" => value.InvolvedObject.ApiVersion,
        "involvedObject.resourceVersion" => value.InvolvedObject.ResourceVersion,
        "involvedObject.fieldPath" => value.InvolvedObject.FieldPath,
        "reason" => value.Reason,
        "reportingComponent" => value.ReportingComponent,
        "source" => value.Source.Component.Length > 0 ? value.Source.Component : value.ReportingComponent,
        "type" => value.Type,
        _ => null,
    };
}
