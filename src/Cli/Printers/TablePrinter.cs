using System.Text;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Printers;

/// <summary>Writes the server's Tables as lines of cells that tabs separate. Upstream: cli-runtime/pkg/printers/tableprinter.go.</summary>
internal sealed class TablePrinter(TableOptions options)
{
    private const string None = "<none>";
    private JsonValue _columns;

    /// <summary>The rows, after the headers where these are new. A table without rows is nothing; one without columns has those before it.</summary>
    public string Write(JsonValue table)
    {
        var text = new StringBuilder();
        if (table["columnDefinitions"].Items.Count > 0)
        {
            var isFirst = _columns.IsNull;
            _columns = table["columnDefinitions"];
            if (isFirst && options.HasHeaders && table["rows"].Items.Count > 0) text.Append(Headers()).Append('\n');
            if (table["rows"].Items.Count == 0) _columns = default;
        }

        foreach (var row in table["rows"].Items) text.Append(Row(row)).Append('\n');
        return text.ToString();
    }

    private string Headers()
    {
        var cells = new List<string>();
        if (options.ShowsNamespace) cells.Add("NAMESPACE");
        cells.AddRange(_columns.Items.Where(IsShown).Select(static column => column.Text("name").ToUpperInvariant()));
        cells.AddRange(options.LabelColumns.Select(static label => label[(label.LastIndexOf('/') + 1)..].ToUpperInvariant()));
        if (options.ShowsLabels) cells.Add("LABELS");
        return string.Join('\t', cells);
    }

    private string Row(JsonValue row)
    {
        var cells = new List<string>();
        var metadata = row.At("object", "metadata");
        if (options.ShowsNamespace) cells.Add(metadata.Text("namespace"));
        foreach (var (i, column) in _columns.Items.Index())
        {
            if (i >= row["cells"].Items.Count || !IsShown(column)) continue;
            var cell = Cell(row["cells"].Items[i]);
            var isName = column.Text("format") == "name" && column.Text("type") == "string";
            cells.Add(isName && options.Kind.Length > 0 ? $"{options.Kind}/{cell}" : cell);
        }

        var labels = metadata["labels"];
        cells.AddRange(options.LabelColumns.Select(label => labels[label].AsString() ?? None));
        if (options.ShowsLabels) cells.Add(Labels(labels));
        return string.Join('\t', cells);
    }

    private bool IsShown(JsonValue column) => options.IsWide || column.Int("priority") == 0;

    private static string Cell(JsonValue cell)
    {
        if (cell.IsNull) return "";
        var text = JsonText.Plain(cell);
        var end = text.AsSpan().IndexOfAny('\f', '\n', '\r');
        return end < 0 ? text : text[..end] + "...";
    }

    public static string Labels(JsonValue labels) =>
        labels.Members.Count == 0 ? None : string.Join(',', labels.Pairs().Select(static pair => $"{pair.Key}={pair.Value.AsString()}"));
}
