using System.Globalization;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Tables;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Http;

/// <summary>Writes objects as rows of a Table. Upstream: <c>endpoints/handlers/response.go</c>.</summary>
internal sealed class TableForm(ITablePrinter printer, bool includeObject, bool includeMetadata, TimeProvider time)
{
    public static TableForm For(Resource resource, TablePrinters printers, QueryParameters parameters, TimeProvider time) => new(
        resource.Printer ?? printers.Find(resource.Info.Kind), parameters["includeObject"] == "Object", parameters["includeObject"] != "None", time);

    /// <summary>One Table with these rows.</summary>
    public void Write(JsonWriter json, IReadOnlyList<StoredObject> rows, string resourceVersion, string next, long? remaining, bool withColumns = true)
    {
        json.Raw("""{"kind":"Table","apiVersion":"meta.k8s.io/v1","metadata":{"""u8);
        ListHead.WriteMembers(json, resourceVersion, next, remaining);
        json.Raw("},\"columnDefinitions\":"u8);
        WriteColumns(json, withColumns);
        json.Raw(",\"rows\":["u8);
        var now = time.GetUtcNow();
        if (printer.Order is { } order)
            rows = [.. rows.Order(Comparer<StoredObject>.Create((left, right) => order(left.Value, right.Value)))];
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0) json.Raw(","u8);
            WriteRow(json, rows[i], now);
        }

        json.Raw("]}"u8);
    }

    private void WriteColumns(JsonWriter json, bool withColumns)
    {
        if (!withColumns)
        {
            json.Raw("null"u8);
            return;
        }

        json.Raw("["u8);
        var first = true;
        foreach (var column in printer.Columns)
        {
            json.Raw(first ? "{\"name\":"u8 : ",{\"name\":"u8);
            first = false;
            json.String(column.Name);
            json.Raw(",\"type\":"u8);
            json.String(column.Type);
            json.Raw(",\"format\":"u8);
            json.String(column.Format);
            json.Raw(",\"description\":"u8);
            json.String(column.Description);
            json.Raw(",\"priority\":"u8);
            json.Raw(System.Text.Encoding.ASCII.GetBytes(column.Priority.ToString(CultureInfo.InvariantCulture)));
            json.Raw("}"u8);
        }

        json.Raw("]"u8);
    }

    private void WriteRow(JsonWriter json, StoredObject row, DateTimeOffset now)
    {
        json.Raw("{\"cells\":["u8);
        var first = true;
        foreach (var cell in printer.Cells(row.Value, now))
        {
            if (!first) json.Raw(","u8);
            first = false;
            JsonValueCodec.WriteJson(json, cell);
        }

        json.Raw("]"u8);
        WriteConditions(json, printer.Conditions(row.Value));
        if (includeObject)
        {
            json.Raw(",\"object\":"u8);
            json.Raw(row.Json.Span);
        }
        else if (includeMetadata)
        {
            json.Raw(",\"object\":"u8);
            ObjectWriter.MetadataOf(row).WriteJson(json, withKind: true);
        }

        json.Raw("}"u8);
    }

    private static void WriteConditions(JsonWriter json, ListOf<TableRowCondition> conditions)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            json.Raw(i == 0 ? ",\"conditions\":[{\"type\":"u8 : ",{\"type\":"u8);
            json.String(conditions[i].Type);
            json.Raw(",\"status\":"u8);
            json.String(conditions[i].Status);
            json.Raw(",\"reason\":"u8);
            json.String(conditions[i].Reason);
            json.Raw(",\"message\":"u8);
            json.String(conditions[i].Message);
            json.Raw(i == conditions.Count - 1 ? "}]"u8 : "}"u8);
        }
    }
}
