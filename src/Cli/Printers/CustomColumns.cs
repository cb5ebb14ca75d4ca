using System.Text;
using Kybernet.Cli.Printers.JsonPaths;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Printers;

/// <summary>Columns the user defines: <c>NAME:.metadata.name,…</c>. Upstream: kubectl/pkg/cmd/get/customcolumn.go.</summary>
internal sealed class CustomColumns
{
    private readonly List<(string Header, PathTemplate Path)> _columns = [];

    /// <exception cref="CliException">The columns cannot be read.</exception>
    public CustomColumns(string spec)
    {
        if (spec.Length == 0) throw new CliException("custom-columns format specified but no custom columns given");
        foreach (var column in spec.Split(','))
        {
            var colon = column.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) throw new CliException($"unexpected custom-columns spec: {column}, expected <header>:<json-path-expr>");
            _columns.Add((column[..colon], new(JsonPathParser.Relaxed(column[(colon + 1)..]))));
        }
    }

    public string Write(IEnumerable<JsonValue> objects, bool hasHeaders)
    {
        var table = TabWriter.ForTables();
        var text = new StringBuilder();
        if (hasHeaders) text.AppendJoin('\t', _columns.Select(static column => column.Header)).Append('\n');
        foreach (var value in objects) text.AppendJoin('\t', _columns.Select(column => Cell(column.Path, value))).Append('\n');
        table.Write(text.ToString());
        return table.Flush();
    }

    private static string Cell(PathTemplate path, JsonValue value)
    {
        var found = path.Find(value);
        return found.Count == 0 ? "<none>" : string.Join(',', found.Select(JsonText.Plain));
    }
}
