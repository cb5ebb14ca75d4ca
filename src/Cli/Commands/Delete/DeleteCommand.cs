using Kybernet.Cli.Resources;
using Kybernet.Client;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.Cli.Commands.Delete;

/// <summary><c>delete</c>. Upstream: kubectl/pkg/cmd/delete/delete.go.</summary>
internal static class DeleteCommand
{
    private const string ForceWarning =
        "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. "
        + "The resource may continue to run on the cluster indefinitely.\n";

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(250);

    public static Verb Create() => new("delete", "Delete resources by file names, stdin, resources and names, or by resources and label selector")
    {
        Usage = "([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])",
        Flags = static flags => flags
            .List("filename", 'f').Bool("recursive", 'R').Text("selector", 'l').Text("field-selector").Bool("all").Bool("all-namespaces", 'A')
            .Bool("ignore-not-found").Text("cascade", @default: "background", bare: "background").Int("grace-period", "-1").Bool("now").Bool("force")
            .Duration("timeout", "0s").Bool("wait", @default: true).Text("output", 'o').Text("dry-run", @default: "none", bare: "unchanged").Text("raw"),
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancel)
    {
        var (grace, waits) = Grace(run);
        var (targets, ignores, failures) = await TargetsAsync(run, cancel);
        var done = new List<Target>();
        foreach (var target in targets)
        {
            try
            {
                if (await DeleteAsync(run, target, grace, ignores, cancel) is { } deleted) done.Add(deleted);
            }
            catch (ApiException e)
            {
                failures.Add(e);
            }
        }

        if (targets.Count == 0 && failures.Count == 0) run.Line("No resources found");
        if (waits && run.Flags["dry-run"] == "none")
            foreach (var target in done) await WaitAsync(run, target, cancel);
        return failures.Count == 0 ? 0 : throw new AggregateException(failures);
    }

    private static (int Seconds, bool Waits) Grace(Invocation run)
    {
        var flags = run.Flags;
        var grace = flags.Int("grace-period");
        if (flags.Is("now"))
        {
            if (grace != -1) throw new CliException("--now and --grace-period cannot be specified together");
            grace = 1;
        }

        var waits = flags.Is("wait");
        if (flags.Is("force"))
        {
            if (grace > 0) throw new CliException("--force and --grace-period greater than 0 cannot be specified together");
            run.Error.Write(ForceWarning);
            return (0, flags.IsSet("wait") && waits);
        }

        // Only --force deletes at once: one second is the least.
        return (grace == 0 ? 1 : grace, waits);
    }

    private static async Task<(List<Target> Targets, bool Ignores, List<Exception> Failures)> TargetsAsync(Invocation run, CancellationToken cancel)
    {
        var flags = run.Flags;
        var ignores = flags.Is("ignore-not-found");
        var failures = new List<Exception>();
        if (flags.IsSet("filename")) return (await ManifestFiles.TargetsAsync(run, cancel), ignores, failures);
        if (run.Arguments.Count == 0)
        {
            throw new CliException(
                "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n"
                + "   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'");
        }

        var named = ResourceArguments.Read(run.Arguments, await run.Cluster.ResourcesAsync(cancel), run.Options.Program);
        var space = flags.Is("all-namespaces") ? "" : await run.Cluster.NamespaceAsync(cancel);
        var selects = flags["selector"].Length > 0 || flags["field-selector"].Length > 0;
        var targets = new List<Target>();
        foreach (var (resource, name) in named)
        {
            var own = resource.IsNamespaced ? space : "";
            if (name.Length > 0)
            {
                if (selects || flags.Is("all")) throw new CliException("selectors and the all flag cannot be used when passing resource/name arguments");
                targets.Add(new(resource, own, name, default));
                continue;
            }

            if (!selects && !flags.Is("all")) throw new CliException("resource(s) were provided, but no name was specified");
            var answer = await new ObjectReader(run).ObjectsAsync(new(resource, own, ""), cancel);
            if (answer.TryGet(out var items, out var error)) targets.AddRange(items.Select(item => new Target(resource, item.Space(), item.Name(), item)));
            else failures.Add(new ApiException(error));
            ignores = ignores || !flags.IsSet("ignore-not-found");
        }

        return (targets, ignores, failures);
    }

    private static async Task<Target?> DeleteAsync(Invocation run, Target target, int grace, bool ignores, CancellationToken cancel)
    {
        var suffix = run.Flags["dry-run"] switch { "server" => " (server dry run)", "none" => "", _ => " (dry run)" };
        var requests = await run.Cluster.RequestsAsync(cancel);
        var policy = run.Flags["cascade"] switch
        {
            "background" or "true" => "Background",
            "foreground" => "Foreground",
            "orphan" or "false" => "Orphan",
            var other => throw new CliException($"invalid cascade value ({other}). Must be \"background\", \"foreground\", or \"orphan\""),
        };
        var options = JsonMaps.Of(
            ("apiVersion", "v1"), ("kind", "DeleteOptions"), ("propagationPolicy", policy), ("gracePeriodSeconds", grace >= 0 ? grace : default(JsonValue)),
            ("dryRun", suffix == " (server dry run)" ? JsonMaps.ListOf("All") : default));
        var path = ResourcePath.Of(target);
        var answer = suffix == " (dry run)" ? await requests.GetAsync(path, cancel) : await requests.DeleteAsync(path, options, cancel);
        if (!answer.TryGet(out var last, out var error))
        {
            if (error.IsNotFound && ignores) return null;
            throw target.Source.Length > 0 ? ErrorText.At(error, "deleting", target.Source) : new ApiException(error);
        }

        if (run.Flags["output"] == "name") run.Line(target.DisplayName);
        else run.Line($"{target.KindName} {QuotedText.Of(target.Name)} {(grace == 0 ? "force " : "")}deleted{From(target)}{suffix}");
        return target with { Object = last };
    }

    private static string From(Target target) => target.Resource.IsNamespaced ? $" from {target.Namespace} namespace" : "";

    /// <summary>Until the object is gone, or another one has its name.</summary>
    private static async Task WaitAsync(Invocation run, Target target, CancellationToken cancel)
    {
        var uid = target.Object.Text("metadata", "uid") is { Length: > 0 } own ? own : target.Object.Text("details", "uid");
        var limit = run.Flags.Duration("timeout");
        var start = run.Time.GetTimestamp();
        var requests = await run.Cluster.RequestsAsync(cancel);
        while (true)
        {
            var answer = await requests.GetAsync(ResourcePath.Of(target), cancel);
            if (!answer.TryGet(out var now, out var error))
            {
                if (error.IsNotFound) return;
                // Who may delete but not look, does not wait.
                if (error.IsForbidden || error.IsMethodNotSupported) return;
                throw new ApiException(error);
            }

            if (uid.Length > 0 && now.Text("metadata", "uid") != uid) return;
            if (limit > TimeSpan.Zero && run.Time.GetElapsedTime(start) > limit)
                throw new CliException($"timed out waiting for the condition on {target.Resource.Resource.Resource}/{target.Name}");
            await Task.Delay(s_poll, run.Time, cancel);
        }
    }
}
