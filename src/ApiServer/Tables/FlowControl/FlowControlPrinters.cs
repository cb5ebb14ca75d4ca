using Kybernet.Api.FlowControl.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tables.FlowControl;

/// <summary>Flow schemas.</summary>
public sealed class FlowSchemaPrinter() : TablePrinter<FlowSchema>(
[
    Column.Name,
    Column.Text("PriorityLevel", "The priority level of matching requests."),
    Column.Text("MatchingPrecedence", "Which schema wins when several match: the lowest."),
    Column.Text("DistinguisherMethod", "What tells one flow from another."),
    Column.Age,
    Column.Text("MissingPL", "Whether the priority level is missing."),
])
{
    /// <summary>As requests try them; those of one precedence by name, as they come. Upstream: <c>printFlowSchemaList</c>.</summary>
    public override Comparison<IObject>? Order => static (left, right) => Key(left).CompareTo(Key(right));

    protected override ListOf<JsonValue> Row(FlowSchema value, DateTimeOffset now) =>
    [
        value.Metadata.Name, value.Spec.PriorityLevelConfiguration.Name, value.Spec.MatchingPrecedence,
        value.Spec.DistinguisherMethod?.Type ?? Cell.None, Cell.Age(value.Metadata, now),
        value.Status.Conditions.FirstOrDefault(condition => condition.Type == "Dangling")?.Status ?? "?",
    ];

    private static int Key(IObject value) => ((FlowSchema)value).Spec.MatchingPrecedence;
}

/// <summary>Priority levels.</summary>
public sealed class PriorityLevelConfigurationPrinter() : TablePrinter<PriorityLevelConfiguration>(
[
    Column.Name,
    Column.Text("Type", "Whether requests of the level are limited."),
    Column.Text("NominalConcurrencyShares", "The level's share of the server's concurrency."),
    Column.Text("Queues", "How many queues the level has."),
    Column.Text("HandSize", "How many queues a flow may use."),
    Column.Text("QueueLengthLimit", "How many requests a queue holds."),
    Column.Age,
])
{
    protected override ListOf<JsonValue> Row(PriorityLevelConfiguration value, DateTimeOffset now)
    {
        var limited = value.Spec.Limited;
        var queuing = limited?.LimitResponse.Queuing;
        return
        [
            value.Metadata.Name, value.Spec.Type,
            limited is null ? Cell.None : limited.NominalConcurrencyShares is { } shares ? shares : JsonValue.Null,
            queuing is null ? Cell.None : queuing.Queues, queuing is null ? Cell.None : queuing.HandSize,
            queuing is null ? Cell.None : queuing.QueueLengthLimit, Cell.Age(value.Metadata, now),
        ];
    }
}

/// <summary>API services, whose table upstream's aggregator makes.</summary>
public sealed class APIServicePrinter() : TablePrinter<Api.ApiRegistration.V1.APIService>(
[
    Column.Name,
    Column.Text("Service", "The service that serves the group-version."),
    Column.Text("Available", "Whether the group-version can be reached."),
    Column.Age,
])
{
    protected override ListOf<JsonValue> Row(Api.ApiRegistration.V1.APIService value, DateTimeOffset now) =>
    [
        value.Metadata.Name, value.Spec.Service is { } service ? $"{service.Namespace}/{service.Name}" : "Local", Available(value),
        Cell.Age(value.Metadata, now),
    ];

    private static string Available(Api.ApiRegistration.V1.APIService service)
    {
        if (service.Status.Conditions.FirstOrDefault(condition => condition.Type == "Available") is not { } condition) return "Unknown";
        return condition.Status != "True" && condition.Reason.Length > 0 ? $"{condition.Status} ({condition.Reason})" : condition.Status;
    }
}
