using System.Text;
using Kybernet.Api.ApiExtensions.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tables.Custom;

/// <summary>
/// The printer of a custom resource: its name, and the columns its definition states; the age when it states none.
/// Upstream: <c>apiextensions-apiserver/pkg/registry/customresource/tableconvertor</c>.
/// </summary>
public sealed class CustomPrinter : ITablePrinter
{
    private readonly List<(string Type, JsonQuery Path)> _cells = [];

    private static readonly CustomResourceColumnDefinition s_age = new()
    {
        Name = "Age",
        Type = "date",
        JsonPath = ".metadata.creationTimestamp",
        Description = "How long ago the object was created.",
    };

    /// <param name="columns">Validated: a column whose path cannot be read is left out.</param>
    public CustomPrinter(ListOf<CustomResourceColumnDefinition> columns)
    {
        var headings = new List<TableColumn> { Column.Name };
        foreach (var column in columns.IsEmpty ? [s_age] : columns)
        {
            if (!JsonQuery.TryParse(column.JsonPath, out var path, out _)) continue;
            _cells.Add((column.Type, path));
            var description = Cell.Or(column.Description, $"Custom resource definition column (in JSONPath format): {column.JsonPath}");
            headings.Add(new(column.Name, column.Type, column.Format, description, column.Priority));
        }

        Columns = headings.ToListOf();
    }

    public ListOf<TableColumn> Columns { get; }

    public ListOf<JsonValue> Cells(IObject value, DateTimeOffset now)
    {
        var root = Tree(value);
        var cells = new JsonValue[_cells.Count + 1];
        cells[0] = value.Metadata.Name;
        for (var i = 0; i < _cells.Count; i++)
        {
            var (type, path) = _cells[i];
            if (path.Find(root) is { Count: > 0 } found) cells[i + 1] = Show(type, found[0], now);
        }

        return ListOf<JsonValue>.Adopt(cells);
    }

    /// <summary>A value that is not of the column's type shows as null; in a column of strings everything is text.</summary>
    private static JsonValue Show(string type, JsonValue value, DateTimeOffset now) => type switch
    {
        "string" => Text(value),
        "integer" => value.AsInteger() ?? (value.AsDouble() is { } number ? (long)number : JsonValue.Null),
        "number" => value.Kind is JsonKind.Integer or JsonKind.Double ? value : JsonValue.Null,
        "boolean" => value.Kind == JsonKind.Bool ? value : JsonValue.Null,
        "date" => value.AsString() is { } text ? Date(text, now) : JsonValue.Null,
        _ => JsonValue.Null,
    };

    private static string Text(JsonValue value) => value.AsString() ?? (value.IsNull ? "<no value>" : value.ToString());

    private static string Date(string text, DateTimeOffset now)
    {
        if (text.Length == 0) return Cell.Unknown;
        return Time.TryParse(Encoding.UTF8.GetBytes(text), out var time) ? Cell.Since(time, now) : "<invalid>";
    }

    /// <summary>The object as one JSON value; its other members are at hand, the metadata has to be written first.</summary>
    private static JsonValue Tree(IObject value)
    {
        using var writer = new JsonWriter();
        if (value is not DynamicObject custom)
        {
            value.WriteJson(writer, withKind: true);
            return Read(writer);
        }

        custom.Metadata.WriteJson(writer);
        return JsonValue.From(custom.Members.SetItem("metadata", Read(writer))
            .SetItem("apiVersion", custom.Gvk.ToApiVersion()).SetItem("kind", custom.Gvk.Kind));
    }

    private static JsonValue Read(JsonWriter writer)
    {
        var reader = new JsonReader(writer.Written, DecodeOptions.Default);
        return JsonValueCodec.ReadJson(ref reader);
    }
}
