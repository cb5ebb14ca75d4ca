using System.Globalization;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tables;

/// <summary>The printer of kinds without one of their own: name and time of creation. Upstream: <c>registry/rest/table.go</c>.</summary>
public sealed class DefaultPrinter : ITablePrinter
{
    public static DefaultPrinter Instance { get; } = new();

    public ListOf<TableColumn> Columns { get; } = [Column.Name, Column.CreatedAt];

    public ListOf<JsonValue> Cells(IObject value, DateTimeOffset now) =>
    [
        value.Metadata.Name,
        value.Metadata.CreationTimestamp.ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    ];
}
