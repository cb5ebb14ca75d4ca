using Kybernet.Cli.Resources;
using Kybernet.Client;

namespace Kybernet.Cli.Commands.Describe;

/// <summary><c>describe</c>: an object's fields and its events. Upstream: kubectl/pkg/cmd/describe.</summary>
internal static class DescribeCommand
{
    private const string MirrorPod = "kubernetes.io/config.mirror";

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
            throw new CliException(
                $"You must specify the type of resource to describe. Use \"{run.Options.Program} api-resources\" "
                + "for a complete list of supported resources.");
        }

        var targets = run.Flags.IsSet("filename") ? await TargetArguments.ReadAsync(run, [], cancel) : await SelectAsync(run, cancel);
        // Of several, only who asks for events sees them.
        var isOne = targets.Count == 1 && !run.Arguments.Skip(1).Any(name => !name.Contains('/', StringComparison.Ordinal) && name != targets[0].Name);
        var showsEvents = run.Flags.IsSet("show-events") ? run.Flags.Is("show-events") : isOne;
        for (var i = 0; i < targets.Count; i++)
        {
            if (i > 0) run.Output.Write("\n\n");
            run.Output.Write(await TextAsync(run, targets[i], showsEvents, cancel));
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

    private static async Task<string> TextAsync(Invocation run, Target target, bool showsEvents, CancellationToken cancel)
    {
        var description = new Description(run.Time.GetUtcNow(), run.Time.LocalTimeZone);
        var related = new Related(run, cancel);
        if (!await KindDescriptions.WriteAsync(description, target, related) || !showsEvents) return description.Finish();
        var (kind, uid) = (target.Resource.Kind.Kind, target.Object.Text("metadata", "uid"));
        // A mirror pod's events are those of the file's pod.
        if (kind == "Pod") (kind, uid) = ("", target.Object.Text("metadata", "annotations", MirrorPod) is { Length: > 0 } mirrored ? mirrored : uid);
        var events = await related.EventsAsync(target, kind, uid);
        // The kubelet takes a node's name for its uid.
        if (kind == "Node" && await related.EventsAsync(target, kind, target.Name) is { } others) events = [.. events ?? [], .. others];
        if (events is not null) EventLines.Write(description, events);
        return description.Finish();
    }
}
