using Kybernet.Cli.Resources;
using Kybernet.Client;
using Kybernet.Machinery.Json;
using System.Globalization;
using System.Text;

namespace Kybernet.Cli.Commands.Logs;

/// <summary><c>logs</c>. Upstream: kubectl/pkg/cmd/logs.</summary>
internal static class LogsCommand
{
    private const string Expected =
        "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";

    public static Verb Create() => new("logs", "Print the logs for a container in a pod")
    {
        Usage = "[-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]",
        Flags = static flags => flags.Bool("follow", 'f').Bool("previous", 'p').Text("container", 'c').Bool("all-containers").Bool("all-pods").Int("tail", "-1")
            .Duration("since", "0s").Text("since-time").Bool("timestamps").Int("limit-bytes", "0").Text("selector", 'l').Bool("prefix")
            .Int("max-log-requests", "5").Bool("ignore-errors").Duration("pod-running-timeout", "20s").Bool("insecure-skip-tls-verify-backend"),
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancel)
    {
        Check(run);
        var sources = await SourcesAsync(run, cancel);
        if (run.Flags.Is("follow") && sources.Count > 1)
        {
            var most = run.Flags.Int("max-log-requests");
            if (sources.Count > most)
            {
                throw new CliException(
                    $"you are attempting to follow {sources.Count} log streams, but maximum allowed concurrency is {most}, "
                    + "use --max-log-requests to increase the limit");
            }

            await Task.WhenAll(sources.Select(source => CopyAsync(run, source.Pod, source.Container, cancel)));
            return 0;
        }

        foreach (var (pod, container) in sources) await CopyAsync(run, pod, container, cancel);
        return 0;
    }

    private static void Check(Invocation run)
    {
        var (flags, arguments) = (run.Flags, run.Arguments);
        if (arguments.Count == 0 && flags["selector"].Length == 0) throw new UsageException(Expected);
        if (arguments.Count > 0 && flags["selector"].Length > 0) throw new UsageException("only a selector (-l) or a POD name is allowed");
        if (arguments.Count > 2) throw new UsageException(Expected);
        if (flags.Is("all-containers") && flags["container"].Length > 0)
            throw new CliException($"--all-containers=true should not be specified with container name {flags["container"]}");
        if (arguments.Count == 2 && flags["container"].Length > 0) throw new CliException("only one of -c or an inline [CONTAINER] arg is allowed");
        if (flags.IsSet("since") && flags.IsSet("since-time")) throw new CliException("at most one of `sinceTime` or `sinceSeconds` may be specified");
        if (flags.Int("tail") < -1) throw new CliException("--tail must be greater than or equal to -1");
        if (flags.IsSet("limit-bytes") && flags.Int("limit-bytes") <= 0) throw new CliException("--limit-bytes must be greater than 0");
    }

    private static async Task<List<(JsonValue Pod, string Container)>> SourcesAsync(Invocation run, CancellationToken cancel)
    {
        IReadOnlyList<JsonValue> pods;
        if (run.Flags["selector"] is { Length: > 0 } selector)
        {
            var path = ResourcePath.Of(
                (await run.Cluster.ResourcesAsync(cancel)).Get("pods"), await run.Cluster.NamespaceAsync(cancel), query: ("labelSelector", selector));
            pods = [.. (await (await run.Cluster.RequestsAsync(cancel)).GetAsync(path, cancel)).Value["items"].Items];
            if (pods.Count == 0) run.Warn($"No resources found in {await run.Cluster.NamespaceAsync(cancel)} namespace.");
        }
        else
        {
            var target = await TargetAsync(run, cancel);
            pods = run.Flags.Is("all-pods") ? await PodsOf.AllAsync(run, target, cancel) : [await PodsOf.OneAsync(run, target, cancel)];
        }

        var sources = new List<(JsonValue, string)>();
        foreach (var pod in pods)
        {
            if (run.Flags.Is("all-containers"))
            {
                foreach (var member in (string[])["initContainers", "containers", "ephemeralContainers"])
                    sources.AddRange(pod.At("spec", member).Items.Select(one => (pod, one.Text("name"))));
                continue;
            }

            var asked = run.Flags["container"].Length > 0 ? run.Flags["container"] : run.Arguments.ElementAtOrDefault(1) ?? "";
            var container = asked.Length == 0 || Has(pod, asked) ? PodsOf.Container(run, pod, asked)
                : throw new CliException($"container {asked} is not valid for pod {pod.Name()} out of: {PodsOf.AllContainers(pod)}");
            sources.Add((pod, container));
        }

        return sources;
    }

    private static async Task<Target> TargetAsync(Invocation run, CancellationToken cancel)
    {
        try
        {
            return await TargetArguments.OneAsync(run, [run.Arguments[0]], "pods", cancel);
        }
        catch (ApiException e) when (e.Error.IsNotFound)
        {
            throw new CliException($"error from server (NotFound): {e.Error.Message} in namespace \"{await run.Cluster.NamespaceAsync(cancel)}\"");
        }
    }

    private static bool Has(JsonValue pod, string container) =>
        ((string[])["initContainers", "containers", "ephemeralContainers"]).Any(
            member => pod.At("spec", member).Items.Any(one => one.Text("name") == container));

    private static async Task CopyAsync(Invocation run, JsonValue pod, string container, CancellationToken cancel)
    {
        var flags = run.Flags;
        var tail = flags.IsSet("tail") ? flags.Int("tail") : flags["selector"].Length > 0 ? 10 : -1;
        var since = (long)Math.Ceiling(flags.Duration("since").TotalSeconds);
        var path = ResourcePath.With(
            $"/api/v1/namespaces/{pod.Space()}/pods/{pod.Name()}/log",
            ("container", container), ("follow", Word(flags.Is("follow"))), ("previous", Word(flags.Is("previous"))), ("timestamps", Word(
                flags.Is("timestamps"))),
            ("tailLines", tail >= 0 ? tail.ToString(CultureInfo.InvariantCulture) : ""),
            ("sinceSeconds", since > 0 ? since.ToString(CultureInfo.InvariantCulture) : ""), ("sinceTime", flags["since-time"]),
            ("limitBytes", flags.Int("limit-bytes") > 0 ? flags["limit-bytes"] : ""));
        var opened = await (await run.Cluster.RequestsAsync(cancel)).OpenAsync(path, "", cancel);
        if (!opened.TryGet(out var stream, out var error))
        {
            if (!flags.Is("ignore-errors")) throw new Client.ApiException(error);
            run.Warn($"error: {error.Message}");
            return;
        }

        await using (stream)
        {
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var prefix = flags.Is("prefix") ? $"[pod/{pod.Name()}/{container}] " : "";
            while (await reader.ReadLineAsync(cancel) is { } line)
            {
                run.Output.Write(prefix + line + "\n");
                if (flags.Is("follow")) await run.Output.FlushAsync(cancel);
            }
        }
    }

    private static string Word(bool flag) => flag ? "true" : "";
}
