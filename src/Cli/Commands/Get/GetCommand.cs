using Kybernet.Cli.Flags;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Client.Discovery;
using Kybernet.Client.Transport;
using Kybernet.Client;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Get;

/// <summary><c>get</c>: objects as the server's tables, or in a format. Upstream: kubectl/pkg/cmd/get/get.go.</summary>
internal static class GetCommand
{
    public static Verb Create() => new("get", "Display one or many resources")
    {
        Usage = "[(-o|--output=)FORMAT] (TYPE[.VERSION][.GROUP] [NAME | -l label] | TYPE[.VERSION][.GROUP]/NAME ...) [flags]",
        Flags = AddFlags,
        Run = RunAsync,
    };

    private static void AddFlags(FlagSet flags) => flags
        .Text("output", 'o').Text("template").Bool("show-managed-fields").Bool("no-headers").Bool("show-labels").List("label-columns", 'L')
        .Text("sort-by").Bool("show-kind").Bool("server-print", @default: true).Bool("all-namespaces", 'A').Text("selector", 'l')
        .Text("field-selector").Bool("watch", 'w').Bool("watch-only").Bool("output-watch-events").Bool("ignore-not-found")
        .Int("chunk-size", "500").List("filename", 'f').Bool("recursive", 'R').Text("raw").Text("subresource");

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancel)
    {
        var flags = run.Flags;
        if (flags["raw"] is { Length: > 0 } raw)
        {
            var body = await (await run.Cluster.RequestsAsync(cancel)).TextAsync(raw, cancel);
            run.Output.Write(body.Value);
            return 0;
        }

        var selections = await SelectAsync(run, cancel);
        var output = flags["output"];
        var printer = ObjectPrinter.IsFormat(output) ? ObjectPrinter.Of(output, flags) : null;
        if (flags.Is("watch") || flags.Is("watch-only")) return await new GetWatch(run, printer).RunAsync(selections, cancel);
        var reader = new ObjectReader(run);
        return printer is null ? await TablesAsync(run, reader, selections, cancel) : await ObjectsAsync(run, reader, selections, printer, cancel);
    }

    /// <summary>What the arguments or the files name.</summary>
    private static async Task<IReadOnlyList<Selection>> SelectAsync(Invocation run, CancellationToken cancel)
    {
        var isEverywhere = run.Flags.Is("all-namespaces");
        if (run.Flags.IsSet("filename"))
            return [.. (await ManifestFiles.TargetsAsync(run, cancel)).Select(static target => new Selection(target.Resource, target.Namespace, target.Name))];
        if (run.Arguments.Count == 0)
        {
            run.Error.Write(
                $"You must specify the type of resource to get. Use \"{run.Options.Program} api-resources\" for a complete list of supported resources.\n\n");
            throw new UsageException(
                $"Required resource not specified.\nUse \"{run.Options.Program} explain <resource>\" for a detailed description of that resource "
                + $"(e.g. {run.Options.Program} explain pods).");
        }

        var named = ResourceArguments.Read(run.Arguments, await run.Cluster.ResourcesAsync(cancel), run.Options.Program);
        var space = isEverywhere ? "" : await run.Cluster.NamespaceAsync(cancel);
        if (named.Any(static one => one.Name.Length > 0))
        {
            if (isEverywhere) throw new CliException("a resource cannot be retrieved by name across all namespaces");
            if (run.Flags["selector"].Length > 0) throw new CliException("selectors and the all flag cannot be used when passing resource/name arguments");
        }

        return [.. named.Select(one => new Selection(one.Resource, one.Resource.IsNamespaced ? space : "", one.Name))];
    }

    private static async Task<int> TablesAsync(Invocation run, ObjectReader reader, IReadOnlyList<Selection> selections, CancellationToken cancel)
    {
        var order = run.Flags["sort-by"] is { Length: > 0 } field ? new FieldOrder(field) : null;
        var failures = new List<Exception>();
        var written = 0;
        var answers = new Dictionary<Selection, ApiResult<JsonValue>>();
        foreach (var selection in selections) answers[selection] = await reader.TableAsync(selection, order is not null, cancel);
        // What was not found does not count among the types.
        var types = answers.Where(static one => one.Value.IsOk).Select(static one => one.Key.Resource).Distinct().Count();
        foreach (var group in Neighbours(selections))
        {
            var table = new TablePrinter(OptionsOf(run, group[0].Resource, types > 1));
            var lines = TabWriter.ForTables();
            var text = "";
            foreach (var selection in group)
            {
                var answer = answers[selection];
                if (answer.TryGet(out var rows, out var error)) text += table.Write(order is null ? rows : Sorted(rows, order));
                else if (!(error.IsNotFound && run.Flags.Is("ignore-not-found"))) failures.Add(new ApiException(error));
            }

            if (text.Length == 0) continue;
            lines.Write(text);
            run.Output.Write((written++ > 0 && !run.Flags.Is("no-headers") ? "\n" : "") + lines.Flush());
        }

        if (failures.Count > 0) throw new AggregateException(failures);
        if (written == 0 && !run.Flags.Is("ignore-not-found")) await SayNothingAsync(run, selections, cancel);
        return 0;
    }

    private static async Task<int> ObjectsAsync(
        Invocation run, ObjectReader reader, IReadOnlyList<Selection> selections, ObjectPrinter printer, CancellationToken cancel)
    {
        var failures = new List<Exception>();
        var items = new List<JsonValue>();
        foreach (var selection in selections)
        {
            var answer = await reader.ObjectsAsync(selection, cancel);
            if (answer.TryGet(out var found, out var error)) items.AddRange(found);
            else if (!(error.IsNotFound && run.Flags.Is("ignore-not-found"))) failures.Add(new ApiException(error));
        }

        IReadOnlyList<JsonValue> sorted = run.Flags["sort-by"] is { Length: > 0 } field ? new FieldOrder(field).Sort(items, static item => item) : items;
        var isOne = selections is [{ Name.Length: > 0 }];
        if (isOne ? sorted.Count == 1 : failures.Count == 0 || sorted.Count > 0) run.Output.Write(printer.Print(isOne ? sorted[0] : ListOf(sorted)));
        if (failures.Count > 0) throw new AggregateException(failures);
        return 0;
    }

    public static TableOptions OptionsOf(Invocation run, ApiResourceInfo resource, bool showsKind) => new()
    {
        IsWide = run.Flags["output"] == "wide",
        HasHeaders = !run.Flags.Is("no-headers"),
        ShowsNamespace = run.Flags.Is("all-namespaces") && resource.IsNamespaced,
        Kind = showsKind || run.Flags.Is("show-kind") ? Target.KindOf(resource) : "",
        ShowsLabels = run.Flags.Is("show-labels"),
        LabelColumns = run.Flags.Values("label-columns"),
    };

    private static JsonValue Sorted(JsonValue table, FieldOrder order) =>
        table.With("rows", JsonMaps.ListOf(order.Sort([.. table["rows"].Items], static row => row["object"])));

    private static JsonValue ListOf(IEnumerable<JsonValue> items) => JsonMaps.Of(
        ("apiVersion", "v1"), ("kind", "List"), ("items", JsonMaps.ListOf(items)), ("metadata", JsonMaps.Of(("resourceVersion", ""))));

    private static async Task SayNothingAsync(Invocation run, IReadOnlyList<Selection> selections, CancellationToken cancel)
    {
        var isIn = !run.Flags.Is("all-namespaces") && selections.All(static selection => selection.Resource.IsNamespaced);
        run.Warn(isIn ? $"No resources found in {await run.Cluster.NamespaceAsync(cancel)} namespace." : "No resources found");
    }

    private static IEnumerable<List<Selection>> Neighbours(IReadOnlyList<Selection> selections)
    {
        var group = new List<Selection>();
        foreach (var selection in selections)
        {
            if (group.Count > 0 && group[0].Resource != selection.Resource)
            {
                yield return group;
                group = [];
            }

            group.Add(selection);
        }

        if (group.Count > 0) yield return group;
    }
}
