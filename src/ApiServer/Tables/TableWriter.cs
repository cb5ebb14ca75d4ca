using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.ApiServer.Tables;

/// <summary>What a row carries beside its cells: the <c>includeObject</c> of TableOptions.</summary>
public enum RowObject
{
    /// <summary>Upstream's default.</summary>
    Metadata,
    None,
    Object,
}

/// <summary>
/// Writes a Table (<c>meta.k8s.io/v1</c>), which has no record: it exists in JSON only. Upstream: <c>handlers/response.go</c>.
/// </summary>
/// <param name="now">For ages.</param>
public sealed class TableWriter(ITablePrinter printer, RowObject rowObject, DateTimeOffset now)
{
    /// <param name="metadata">The list's metadata.</param>
    /// <param name="withColumns">False for all but the first table of a watch: upstream describes the columns once.</param>
    public void WriteList(JsonWriter writer, ListMeta metadata, IEnumerable<IObject> items, bool withColumns = true)
    {
        writer.BeginObject();
        writer.Raw("\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"u8);
        metadata.WriteJson(writer);
        writer.Name("\"columnDefinitions\":"u8);
        if (withColumns) WriteColumns(writer);
        else writer.Null();
        writer.Name("\"rows\":"u8);
        writer.BeginArray();
        foreach (var item in items)
        {
            writer.NextItem();
            WriteRow(writer, item);
        }

        writer.EndArray();
        writer.EndObject();
    }

    /// <summary>A table of one object, with its resource version.</summary>
    public void WriteObject(JsonWriter writer, IObject value, bool withColumns = true) =>
        WriteList(writer, ListMeta.Empty with { ResourceVersion = value.Metadata.ResourceVersion }, [value], withColumns);

    private void WriteColumns(JsonWriter writer)
    {
        writer.BeginArray();
        foreach (var column in printer.Columns)
        {
            writer.NextItem();
            writer.BeginObject();
            writer.Name("\"name\":"u8);
            writer.String(column.Name);
            writer.Name("\"type\":"u8);
            writer.String(column.Type);
            writer.Name("\"format\":"u8);
            writer.String(column.Format);
            writer.Name("\"description\":"u8);
            writer.String(column.Description);
            writer.Name("\"priority\":"u8);
            writer.Int(column.Priority);
            writer.EndObject();
        }

        writer.EndArray();
    }

    private void WriteRow(JsonWriter writer, IObject item)
    {
        writer.BeginObject();
        writer.Name("\"cells\":"u8);
        writer.BeginArray();
        foreach (var cell in printer.Cells(item, now))
        {
            writer.NextItem();
            JsonValueCodec.WriteJson(writer, cell);
        }

        writer.EndArray();
        WriteConditions(writer, item);
        writer.Name("\"object\":"u8);
        switch (rowObject)
        {
            case RowObject.None: writer.Null(); break;
            case RowObject.Object: item.WriteJson(writer, withKind: true); break;
            default: (PartialObjectMetadata.Empty with { Metadata = item.Metadata }).WriteJson(writer, withKind: true); break;
        }

        writer.EndObject();
    }

    private void WriteConditions(JsonWriter writer, IObject item)
    {
        var conditions = printer.Conditions(item);
        if (conditions.IsEmpty) return;
        writer.Name("\"conditions\":"u8);
        writer.BeginArray();
        foreach (var condition in conditions)
        {
            writer.NextItem();
            writer.BeginObject();
            writer.Name("\"type\":"u8);
            writer.String(condition.Type);
            writer.Name("\"status\":"u8);
            writer.String(condition.Status);
            writer.Name("\"reason\":"u8);
            writer.String(condition.Reason);
            writer.Name("\"message\":"u8);
            writer.String(condition.Message);
            writer.EndObject();
        }

        writer.EndArray();
    }
}
