using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tables.Core;

/// <summary>What both groups' events have in common.</summary>
internal sealed record EventRow
{
    public static ListOf<TableColumn> Columns { get; } =
    [
        Column.Text("Last Seen", "How long ago it last happened."),
        Column.Text("Type", "Normal or Warning."),
        Column.Text("Reason", "Why it happened, in one word."),
        Column.Text("Object", "What it happened to."),
        Column.Wide("Subobject", "The part of the object."),
        Column.Wide("Source", "Who reports it."),
        Column.Text("Message", "What happened."),
        Column.Wide("First Seen", "How long ago it first happened."),
        Column.Wide("Count", "How often it happened."),
        Column.Name with { Priority = 1 },
    ];

    public required string Name { get; init; }

    public required string Type { get; init; }

    public required string Reason { get; init; }

    public required string Message { get; init; }

    public required ObjectReference Object { get; init; }

    public required EventSource Source { get; init; }

    public required string ReportingController { get; init; }

    public required string ReportingInstance { get; init; }

    public required MicroTime EventTime { get; init; }

    public required Time First { get; init; }

    public required Time Last { get; init; }

    public required int Count { get; init; }

    /// <summary>Null for an event that stands alone.</summary>
    public required MicroTime? LastOfSeries { get; init; }

    public ListOf<JsonValue> ToCells(DateTimeOffset now)
    {
        var first = First.IsZero ? Cell.Since(EventTime, now) : Cell.Since(First, now);
        var last = LastOfSeries is { } observed ? Cell.Since(observed, now) : Last.IsZero ? first : Cell.Since(Last, now);
        var kind = Object.Kind.ToLower(CultureInfo.InvariantCulture);
        var (component, host) = (Cell.Or(Source.Component, ReportingController), Cell.Or(Source.Host, ReportingInstance));
        return
        [
            last, Type, Reason, Object.Name.Length > 0 ? $"{kind}/{Object.Name}" : kind, Object.FieldPath,
            host.Length > 0 ? $"{component}, {host}" : component, Message.Trim(), first,
            LastOfSeries is null && Count == 0 ? 1 : Count, Name,
        ];
    }
}
