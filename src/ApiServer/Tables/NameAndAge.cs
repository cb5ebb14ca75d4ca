using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tables;

/// <summary>Objects of any kind by name and time of creation. Upstream: <c>registry/rest/table.go</c>.</summary>
internal sealed class NameAndAge : ITablePrinter
{
    public ListOf<TableColumn> Columns { get; } =
    [
        new("Name", "string", "name", "The name of the object, unique within its namespace."),
        new("Created At", "date", "", "When the object was created."),
    ];

    public ListOf<JsonValue> Cells(IObject value, DateTimeOffset now) => [value.Metadata.Name, value.Metadata.CreationTimestamp.ToString()];
}
