using System.Text;
using Kybernet.Cli.Clusters;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;

namespace Kybernet.Cli.Commands.Get;

/// <summary><c>get -w</c>: what there is, and every change as it comes.</summary>
internal sealed class GetWatch(Invocation run, ObjectPrinter? printer)
{
    private readonly TabWriter _lines = TabWriter.ForTables();

    /// <exception cref="CliException">More than one type is asked for.</exception>
    public async Task<int> RunAsync(IReadOnlyList<Selection> selections, CancellationToken cancel)
    {
        if (selections is not [var selection])
            throw new CliException(
            "watch is only supported on individual resources and resource collections - more than 1 resource was found");
        var requests = await run.Cluster.RequestsAsync(cancel);
        var table = new TablePrinter(GetCommand.OptionsOf(run, selection.Resource, false));
        var accept = printer is null ? ObjectReader.TableAccept : ApiRequests.Json;
        var field = selection.Name.Length > 0 ? $"metadata.name={selection.Name}" : run.Flags["field-selector"];
        (string, string)[] query = [("labelSelector", run.Flags["selector"]), ("fieldSelector", field)];
        var listed = await requests.GetAsync(ResourcePath.Of(selection.Resource, selection.Space, query: query), cancel, accept);
        var list = listed.Value;
        if (selection.Name.Length > 0) _ = (await new ObjectReader(run).TableAsync(selection, false, cancel)).Value;
        if (!run.Flags.Is("watch-only"))
        {
            if (printer is null) Print(table.Write(list));
            else
                foreach (var item in list["items"].Items) Print(printer.Print(ObjectReader.WithKind(item, selection.Resource)));
        }

        var version = list.Text("metadata", "resourceVersion");
        var path = ResourcePath.Of(selection.Resource, selection.Space, query: [.. query, ("watch", "true"), ("resourceVersion", version)]);
        await using var stream = (await requests.OpenAsync(path, accept, cancel)).Value;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            if (line.Length == 0) continue;
            var notice = ApiRequests.Read(Encoding.UTF8.GetBytes(line));
            if (notice.Text("type") == "BOOKMARK") continue;
            if (notice.Text("type") == "ERROR") throw new CliException(notice.Text("object", "message"));
            Print(printer is null ? table.Write(notice["object"]) : printer.Print(notice["object"]));
        }

        return 0;
    }

    private void Print(string text)
    {
        if (printer is null)
        {
            _lines.Write(text);
            text = _lines.Flush(remembers: true);
        }

        run.Output.Write(text);
        run.Output.Flush();
    }
}
