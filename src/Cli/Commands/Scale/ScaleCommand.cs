using System.Globalization;
using Kybernet.Cli.Commands.Create;
using Kybernet.Cli.Resources;

namespace Kybernet.Cli.Commands.Scale;

/// <summary><c>scale</c>. Upstream: kubectl/pkg/cmd/scale.</summary>
internal static class ScaleCommand
{
    public static Verb Create() => new("scale", "Set a new size for a deployment, replica set, or replication controller")
    {
        Usage = "[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME)",
        Flags = static flags => DryRun.AddFlags(flags).Int("replicas", "0").Int("current-replicas", "-1").Text("resource-version").Bool("all")
            .Text("selector", 'l').List("filename", 'f').Bool("recursive", 'R').Duration("timeout", "0s").Bool("all-namespaces", 'A'),
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancel)
    {
        if (!run.Flags.IsSet("replicas")) throw new CliException("required flag(s) \"replicas\" not set");
        var replicas = run.Flags.Int("replicas");
        if (replicas < 0) throw new UsageException("The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0");
        var dry = new DryRun(run);
        var requests = await run.Cluster.RequestsAsync(cancel);
        var targets = await TargetArguments.ReadAsync(run, run.Arguments, cancel);
        foreach (var target in targets)
        {
            var read = await requests.GetAsync(ResourcePath.Of(target, "scale"), cancel);
            if (!read.TryGet(out var scale, out var missing))
                throw missing.IsNotFound ? new CliException($"no scaler has been implemented for {target.Resource.Resource}")
                    : new Client.ApiException(missing);
            var (current, version) = (scale.Int("spec", "replicas"), run.Flags["resource-version"]);
            if (run.Flags.Int("current-replicas") is var wanted and >= 0 && wanted != current)
            {
                throw new CliException(string.Create(
                    CultureInfo.InvariantCulture, $"Expected replicas to be {wanted}, was {current}"));
            }

            if (version.Length > 0 && version != scale.Text("metadata", "resourceVersion"))
                throw new CliException($"Expected resource version to be {version}, was {scale.Text("metadata", "resourceVersion")}");
            if (!dry.IsClient)
            {
                var patch = JsonMaps.Of().Set(["spec", "replicas"], replicas);
                _ = (await requests.PatchAsync(ResourcePath.Of(target, "scale", ("dryRun", dry.Query)), patch, "merge", cancel)).Value;
            }

            dry.Say(target.DisplayName, "scaled", target.Object);
        }

        return targets.Count > 0 ? 0 : throw new CliException("no objects passed to scale");
    }
}
