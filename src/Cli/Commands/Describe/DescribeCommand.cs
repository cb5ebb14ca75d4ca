using System.Globalization;
using Kybernet.Cli.Resources;
using Kybernet.Client;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Describe;

/// <summary><c>describe</c>: an object's fields and its events. Upstream: kubectl/pkg/cmd/describe.</summary>
internal static class DescribeCommand
{
    public static Verb Create() => new("describe", "Show details of a specific resource or group of resources")
    {
        Usage = "(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME)",
        Flags = static flags => flags.Text("selector", 'l').Bool("all-namespaces", 'A').Bool("show-events", @default: true).List("filename", 'f')
            .Bool("recursive", 'R').Int("chunk-size", "500"),
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancel)
    {
        if (run.Arguments.Count == 0 && !run.Flags.IsSet("filename"))
        {
            run.Error.Write(
                $"You must specify the type of resource to describe. Use \"{run.Options.Program} api-resources\" "
                + "for a complete list of supported resources.\n");
            throw new UsageException("Required resource not specified.");
        }

        var targets = run.Flags.IsSet("filename") ? await TargetArguments.ReadAsync(run, [], cancel) : await SelectAsync(run, cancel);
        for (var i = 0; i < targets.Count; i++)
        {
            if (i > 0) run.Output.Write("\n\n");
            var description = new Description();
            var hasEvents = KindDescriptions.Write(description, targets[i]);
            run.Output.Write(description.Finish());
            if (hasEvents && run.Flags.Is("show-events")) run.Output.Write(await EventsAsync(run, targets[i], cancel));
        }

        if (targets.Count == 0)
            run.Warn(run.Flags.Is("all-namespaces") ? "No resources found" : $"No resources found in {await run.Cluster.NamespaceAsync(cancel)} namespace.");
        return 0;
    }

    /// <summary>What the arguments name; a name nothing has may be the start of names.</summary>
    private static async Task<List<Target>> SelectAsync(Invocation run, CancellationToken cancel)
    {
        var space = run.Flags.Is("all-namespaces") ? "" : await run.Cluster.NamespaceAsync(cancel);
        var found = new List<Target>();
        foreach (var (resource, name) in ResourceArguments.Read(run.Arguments, await run.Cluster.ResourcesAsync(cancel), run.Options.Program))
        {
            var reader = new ObjectReader(run);
            var own = resource.IsNamespaced ? space : "";
            var answer = await reader.ObjectsAsync(new(resource, own, name), cancel);
            if (!answer.TryGet(out var values, out var error))
            {
                if (!error.IsNotFound || name.Length == 0) throw new ApiException(error);
                var all = (await reader.ObjectsAsync(new(resource, own, ""), cancel)).Value;
                values = [.. all.Where(value => value.Name().StartsWith(name, StringComparison.Ordinal))];
                if (values.Count == 0) throw new ApiException(error);
            }

            found.AddRange(values.Select(value => new Target(resource, value.Space(), value.Name(), value)));
        }

        return found;
    }

    private static async Task<string> EventsAsync(Invocation run, Target target, CancellationToken cancel)
    {
        var events = (await run.Cluster.ResourcesAsync(cancel)).Get("events");
        var (kind, uid) = (target.Resource.Kind.Kind, target.Object.Text("metadata", "uid"));
        var fields = $"involvedObject.name={target.Name},involvedObject.kind={kind},involvedObject.uid={uid}";
        var space = target.Namespace.Length > 0 ? target.Namespace : "default";
        var answer = await (await run.Cluster.RequestsAsync(cancel)).GetAsync(ResourcePath.Of(events, space, query: ("fieldSelector", fields)), cancel);
        // Who may not read events, reads the object all the same.
        if (!answer.TryGet(out var list, out _)) return "";
        var items = list["items"].Items.OrderBy(static item => item.Text("lastTimestamp"), StringComparer.Ordinal).ToList();
        var description = new Description();
        if (items.Count == 0)
        {
            description.Field("Events", "<none>");
            return description.Finish();
        }

        description.Line(0, "Events:\n  Type\tReason\tAge\tFrom\tMessage");
        description.Line(1, "----\t------\t----\t----\t-------");
        foreach (var item in items) description.Line(1, Row(run, item));
        return description.Finish();
    }

    private static string Row(Invocation run, JsonValue item)
    {
        var first = Age(run, item.Text("eventTime").Length > 0 ? item.Text("eventTime") : item.Text("firstTimestamp"));
        var count = item.Int("count");
        var age = count > 1 ? $"{Age(run, item.Text("lastTimestamp"))} (x{count} over {first})" : first;
        var source = item.Text("source", "component") is { Length: > 0 } component ? component : item.Text("reportingComponent");
        var field = item.Text("involvedObject", "fieldPath");
        var message = (field.Length > 0 ? field + ": " : "") + item.Text("message").Trim();
        return $"{item.Text("type")}\t{item.Text("reason")}\t{age}\t{source}\t{message}";
    }

    private static string Age(Invocation run, string time) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, out var at) ? HumanAge.Of(run.Time.GetUtcNow() - at) : "<unknown>";
}
