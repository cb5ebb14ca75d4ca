using Kybernet.Cli.Printers;
using Kybernet.Cli.Printers.JsonPaths;
using Kybernet.Cli.Resources;
using Kybernet.Client;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.Cli.Commands.Wait;

/// <summary><c>wait --for</c>. Upstream: kubectl/pkg/cmd/wait. Asks anew every quarter of a second.</summary>
internal static class WaitCommand
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(250);

    public static Verb Create() => new("wait", "Wait for a specific condition on one or many resources")
    {
        Usage = "([-f FILENAME] | resource.group/resource.name | resource.group [(-l label | --all)]) [--for=create|--for=delete|--for condition=available]",
        Flags = static flags => flags.Text("for").Duration("timeout", "30s").Bool("all").Text("selector", 'l').Text("field-selector")
            .Bool("all-namespaces", 'A').List("filename", 'f').Bool("recursive", 'R').Text("output", 'o').Bool("local"),
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancel)
    {
        var wanted = run.Flags["for"];
        var check = CheckOf(wanted);
        var start = run.Time.GetTimestamp();
        var limit = run.Flags.Duration("timeout") is var timeout && timeout < TimeSpan.Zero ? TimeSpan.FromDays(7) : timeout;
        var targets = await TargetsAsync(run, wanted, limit, start, cancel);
        var failures = new List<Exception>();
        foreach (var target in targets)
        {
            if (await HoldsAsync(run, target, wanted, check, limit, start, cancel))
            {
                run.Line($"{target.DisplayName} {(wanted.Equals("delete", StringComparison.OrdinalIgnoreCase) ? "deleted" : "condition met")}");
                continue;
            }

            failures.Add(limit == TimeSpan.Zero
                ? new CliException($"condition not met for {target.Resource.Resource.Resource}/{target.Name}")
                : new CliException($"timed out waiting for the condition on {target.Resource.Resource.Resource}/{target.Name}"));
        }

        if (targets.Count == 0 && wanted != "delete") throw new CliException("no matching resources found");
        return failures.Count == 0 ? 0 : throw new AggregateException(failures);
    }

    private static async Task<List<Target>> TargetsAsync(Invocation run, string wanted, TimeSpan limit, long start, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await TargetArguments.ReadAsync(run, run.Arguments, cancel);
            }
            catch (ApiException e) when (e.Error.IsNotFound && wanted == "delete")
            {
                return [];
            }
            catch (ApiException e) when (e.Error.IsNotFound && wanted == "create" && run.Time.GetElapsedTime(start) < limit)
            {
                await Task.Delay(s_poll, run.Time, cancel);
            }
        }
    }

    private static async Task<bool> HoldsAsync(
        Invocation run, Target target, string wanted, Func<JsonValue, bool> check, TimeSpan limit, long start, CancellationToken cancel)
    {
        var requests = await run.Cluster.RequestsAsync(cancel);
        var isDelete = wanted.Equals("delete", StringComparison.OrdinalIgnoreCase);
        while (true)
        {
            var answer = await requests.GetAsync(ResourcePath.Of(target), cancel);
            if (answer.TryGet(out var now, out var error))
            {
                if (isDelete ? now.Text("metadata", "uid") != target.Object.Text("metadata", "uid") : check(now)) return true;
            }
            else if (error.IsNotFound && isDelete)
            {
                return true;
            }
            else
            {
                throw new ApiException(error);
            }

            if (run.Time.GetElapsedTime(start) >= limit) return false;
            await Task.Delay(s_poll, run.Time, cancel);
        }
    }

    private static Func<JsonValue, bool> CheckOf(string wanted)
    {
        if (wanted.ToLowerInvariant() is "delete" or "create") return static value => !value.IsNull;
        if (wanted.StartsWith("condition=", StringComparison.Ordinal))
        {
            var parts = wanted["condition=".Length..].Split('=', 2);
            var status = parts.Length > 1 ? parts[1].Trim('"') : "true";
            return value => value.At("status", "conditions").Items.Any(condition =>
                condition.Text("type").Equals(parts[0], StringComparison.OrdinalIgnoreCase)
                && condition.Text("status").Equals(status, StringComparison.OrdinalIgnoreCase)
                && (condition["observedGeneration"].AsInteger() ?? long.MaxValue) >= value.Int("metadata", "generation"));
        }

        if (wanted.StartsWith("jsonpath=", StringComparison.Ordinal))
        {
            var text = wanted["jsonpath=".Length..].Trim('\'');
            var end = text.LastIndexOf('}');
            var (path, expected) = end < 0 ? Split(text) : (text[..(end + 1)], text[(end + 1)..].TrimStart('='));
            var template = new PathTemplate(JsonPathParser.Relaxed(path.Trim('\'')));
            return value => template.Find(value) is [var found, ..] && (expected.Length == 0 || JsonText.Plain(found) == expected.Trim('\'', '"'));
        }

        throw new CliException($"unrecognized condition: {QuotedText.Of(wanted)}");
    }

    private static (string Path, string Expected) Split(string text)
    {
        var equals = text.LastIndexOf('=');
        return equals < 0 ? (text, "") : (text[..equals], text[(equals + 1)..]);
    }
}
