using System.Globalization;
using Kybernet.Cli.Flags;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Rollout;

/// <summary><c>rollout</c>. Upstream: kubectl/pkg/cmd/rollout, kubectl/pkg/polymorphichelpers.</summary>
internal static class RolloutCommand
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(250);

    public static Verb Create() => new("rollout", "Manage the rollout of a resource")
    {
        Children =
        [
            Of("status", "Show the status of the rollout", static flags => flags.Bool("watch", 'w', true).Int("revision", "0").Duration(
                "timeout", "0s"), StatusAsync),
            Of("restart", "Restart a resource", static _ => { }, RestartAsync),
            Of("pause", "Mark the provided resource as paused", static _ => { }, (run, target, cancel) => PauseAsync(run, target, true, cancel)),
            Of("resume", "Resume a paused resource", static _ => { }, (run, target, cancel) => PauseAsync(run, target, false, cancel)),
            Of("history", "View rollout history", static flags => flags.Int("revision", "0"), HistoryAsync),
            Of("undo", "Undo a previous rollout", static flags => flags.Int("to-revision", "0").Text("dry-run", @default: "none",
                bare: "unchanged"), UndoAsync),
        ],
    };

    private static Verb Of(string name, string description, Action<FlagSet> own, Func<Invocation, Target, CancellationToken, Task> act) =>
        new(name, description)
        {
            Usage = "(TYPE NAME | TYPE/NAME)",
            Flags = flags => own(flags.List("filename", 'f').Bool("recursive", 'R').Text("selector", 'l').Text("output", 'o').Text("field-manager")),
            Run = async (run, cancel) =>
            {
                if (run.Arguments.Count == 0 && !run.Flags.IsSet("filename")) throw new CliException("required resource not specified");
                foreach (var target in await TargetArguments.ReadAsync(run, run.Arguments, cancel)) await act(run, target, cancel);
                return 0;
            },
        };

    private static async Task StatusAsync(Invocation run, Target target, CancellationToken cancel)
    {
        var requests = await run.Cluster.RequestsAsync(cancel);
        var (start, limit, last) = (run.Time.GetTimestamp(), run.Flags.Duration("timeout"), "");
        while (true)
        {
            var value = (await requests.GetAsync(ResourcePath.Of(target), cancel)).Value;
            var (text, isDone) = RolloutProgress.Of(value, run.Flags.Int("revision"));
            if (text != last)
            {
                run.Output.Write(text);
                await run.Output.FlushAsync(cancel);
            }

            last = text;
            if (isDone || !run.Flags.Is("watch")) return;
            if (limit > TimeSpan.Zero && run.Time.GetElapsedTime(start) > limit) throw new CliException("timed out waiting for the condition");
            await Task.Delay(s_poll, run.Time, cancel);
        }
    }

    private static async Task RestartAsync(Invocation run, Target target, CancellationToken cancel)
    {
        if (target.Object.At("spec", "template").IsNull)
            throw new CliException($"{target.Resource.Resource.GroupResource} \"{target.Name}\" restarting is not supported");
        if (target.Object.At("spec", "paused").AsBool() == true)
            throw new CliException($"{target.Resource.Resource.GroupResource} \"{target.Name}\" can't restart paused "
                + $"{target.Resource.Singular} (run rollout resume first)");
        var now = run.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var patch = JsonMaps.Of().Set(["spec", "template", "metadata", "annotations", "kubectl.kubernetes.io/restartedAt"], now);
        await PatchAsync(run, target, patch, "strategic-merge", cancel);
        run.Line($"{target.DisplayName} restarted");
    }

    private static async Task PauseAsync(Invocation run, Target target, bool pauses, CancellationToken cancel)
    {
        if (target.Resource.Kind.Kind != "Deployment")
            throw new CliException($"{target.Resource.Resource.GroupResource} \"{target.Name}\" {(pauses ? "pausing" : "resuming")} is not supported");
        if ((target.Object.At("spec", "paused").AsBool() ?? false) == pauses)
            throw new CliException($"{target.Resource.Resource.GroupResource} \"{target.Name}\" is {(pauses ? "already paused" : "not paused")}");
        await PatchAsync(run, target, JsonMaps.Of().Set(["spec", "paused"], pauses), "strategic-merge", cancel);
        run.Line($"{target.DisplayName} {(pauses ? "paused" : "resumed")}");
    }

    private static async Task HistoryAsync(Invocation run, Target target, CancellationToken cancel)
    {
        var revisions = await Revisions.OfAsync(run, target, cancel);
        var wanted = run.Flags.Int("revision");
        if (wanted > 0)
        {
            var found = revisions.FirstOrDefault(one => one.Number == wanted) ?? throw new CliException("unable to find the specified revision");
            run.Output.Write($"{target.DisplayName} with revision #{wanted}\n{JsonText.Yaml(found.Template)}\n");
            return;
        }

        var lines = TabWriter.ForDescriptions();
        lines.Write("REVISION\tCHANGE-CAUSE\n");
        foreach (var revision in revisions) lines.Write($"{revision.Number}\t{(revision.Cause.Length > 0 ? revision.Cause : "<none>")}\n");
        run.Output.Write($"{target.DisplayName} \n{(revisions.Count == 0 ? "No rollout history found." : lines.Flush())}\n");
    }

    private static async Task UndoAsync(Invocation run, Target target, CancellationToken cancel)
    {
        if (target.Object.At("spec", "paused").AsBool() == true)
            throw new CliException("you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again");
        if (target.Object.Text("metadata", "annotations", Apply.LastApplied.Annotation).Length > 0)
        {
            var program = run.Options.Program;
            run.Warn(
                $"Warning: resource {target.Resource.Resource.Resource}/{target.Name} was previously managed with '{program} apply'. Rolling back will not "
                + $"update the {Apply.LastApplied.Annotation} annotation, which may cause unexpected behavior on future '{program} apply' operations. "
                + $"Consider using '{program} apply' with your previous configuration file instead.");
        }

        var revisions = await Revisions.OfAsync(run, target, cancel);
        var wanted = run.Flags.Int("to-revision");
        if (revisions.Count == 0) throw new CliException($"no rollout history found for {target.Resource.Singular} \"{target.Name}\"");
        var found = wanted > 0 ? revisions.FirstOrDefault(one => one.Number == wanted) : revisions.Count > 1 ? revisions[^2] : null;
        if (found is null)
        {
            throw wanted > 0
                ? new CliException($"unable to find specified revision {wanted} in history")
                : new CliException($"no rollout history found for {target.Resource.Singular} \"{target.Name}\"");
        }

        if (found.Template == target.Object.At("spec", "template"))
        {
            run.Line($"{target.DisplayName} skipped rollback (current template already matches revision {found.Number})");
            return;
        }

        var patch = JsonMaps.ListOf(JsonMaps.Of(("op", "replace"), ("path", "/spec/template"), ("value", found.Template)));
        if (run.Flags["dry-run"] == "none") await PatchAsync(run, target, patch, "json", cancel);
        run.Line($"{target.DisplayName} rolled back{(run.Flags["dry-run"] == "none" ? "" : " (dry run)")}");
    }

    private static async Task PatchAsync(Invocation run, Target target, JsonValue patch, string kind, CancellationToken cancel)
    {
        var path = ResourcePath.Of(target, query: ("fieldManager", run.FieldManager("kubectl-rollout")));
        _ = (await (await run.Cluster.RequestsAsync(cancel)).PatchAsync(path, patch, kind, cancel)).Value;
    }
}
