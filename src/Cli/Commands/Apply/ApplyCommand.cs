using Kybernet.Cli.Clusters;
using Kybernet.Cli.Commands.Create;
using Kybernet.Cli.Flags;
using Kybernet.Cli.Resources;
using Kybernet.Client;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Apply;

/// <summary><c>apply -f</c>, by patches made here or on the server. Upstream: kubectl/pkg/cmd/apply.</summary>
internal static class ApplyCommand
{
    private const int MaxConflicts = 5;

    public static Verb Create() => new("apply", "Apply a configuration to a resource by file name or stdin")
    {
        Usage = "(-f FILENAME | -k DIRECTORY)",
        Flags = static flags => AddFlags(flags),
        Run = RunAsync,
    };

    private static FlagSet AddFlags(FlagSet flags) => DryRun.AddFlags(flags)
        .List("filename", 'f').Bool("recursive", 'R').Bool("server-side").Bool("force-conflicts").Text("field-manager")
        .Text("validate", @default: "true", bare: "true").Bool("overwrite", @default: true).Bool("force").Text("selector", 'l').Bool("wait");

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancel)
    {
        if (run.Arguments is [_, ..]) throw new UsageException($"Unexpected args: [{string.Join(' ', run.Arguments)}]");
        if (!run.Flags.IsSet("filename")) throw new CliException("must specify one of -f and -k");
        if (run.Flags.Is("force-conflicts") && !run.Flags.Is("server-side")) throw new CliException("--force-conflicts only works with --server-side");
        var dry = new DryRun(run);
        if (dry.IsClient && run.Flags.Is("server-side"))
            throw new CliException("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)");
        var targets = await ManifestFiles.TargetsAsync(run, cancel);
        if (targets.Count == 0) throw new CliException("no objects passed to apply");
        var failures = new List<Exception>();
        foreach (var target in targets)
        {
            try
            {
                if (run.Flags.Is("server-side")) await OnServerAsync(run, dry, target, cancel);
                else await HereAsync(run, dry, target, cancel);
            }
            catch (ApiException e)
            {
                failures.Add(e);
            }
        }

        return failures.Count == 0 ? 0 : throw new AggregateException(failures);
    }

    private static async Task OnServerAsync(Invocation run, DryRun dry, Target target, CancellationToken cancel)
    {
        var path = ResourcePath.Of(target, query: [
            ("dryRun", dry.Query), ("fieldManager", run.FieldManager("kubectl")), ("fieldValidation", DryRun.Validation(run.Flags)),
            ("force", run.Flags.Is("force-conflicts") ? "true" : "")]);
        var answer = await (await run.Cluster.RequestsAsync(cancel)).PatchAsync(path, target.Object, "apply", cancel);
        if (answer.TryGet(out var applied, out var error))
        {
            dry.Say(target.DisplayName, "serverside-applied", applied);
            return;
        }

        throw error.IsConflict ? new CliException(Conflict(error.Message)) : new ApiException(error);
    }

    private static string Conflict(string message) =>
        $"{message}\nPlease review the fields above--they currently have other managers. Here\n"
        + "are the ways you can resolve this warning:\n"
        + "* If you intend to manage all of these fields, please re-run the apply\n  command with the `--force-conflicts` flag.\n"
        + "* If you do not intend to manage all of the fields, please edit your\n  manifest to remove references to the fields that should keep their\n"
        + "  current managers.\n"
        + "* You may co-own fields by updating your manifest to match the existing\n  value; in this case, you'll become the manager if the other manager(s)\n"
        + "  stop managing the field (remove it from their configuration).\n"
        + "See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts";

    private static async Task HereAsync(Invocation run, DryRun dry, Target target, CancellationToken cancel)
    {
        var requests = await run.Cluster.RequestsAsync(cancel);
        if (target.Name.Length == 0) throw new CliException($"from {target.Source}: cannot use generate name with apply");
        var read = await requests.GetAsync(ResourcePath.Of(target), cancel);
        if (!read.TryGet(out var live, out var missing))
        {
            if (!missing.IsNotFound) throw ErrorText.At(missing, "retrieving current configuration of", target.Source);
            await CreateAsync(run, dry, requests, target, cancel);
            return;
        }

        if (!live.At("metadata", "annotations").Members.ContainsKey(LastApplied.Annotation))
        {
            run.Error.Write(
                $"Warning: resource {target.Resource.Resource.Resource}/{target.Name} is missing the {LastApplied.Annotation} annotation which is required by "
                + $"{run.Options.Program} apply. {run.Options.Program} apply should only be used on resources created declaratively by either "
                + $"{run.Options.Program} create --save-config or {run.Options.Program} apply. The missing annotation will be patched automatically.\n");
        }

        await PatchAsync(run, dry, requests, target, live, cancel);
    }

    private static async Task CreateAsync(Invocation run, DryRun dry, ApiRequests requests, Target target, CancellationToken cancel)
    {
        var wanted = LastApplied.Annotate(target.Object);
        if (!dry.IsClient)
        {
            var answer = await requests.CreateAsync(ResourcePath.Of(target.Resource, target.Namespace, query: Query(run, dry)), wanted, cancel);
            if (!answer.TryGet(out wanted, out var error)) throw ErrorText.At(error, "creating", target.Source);
        }

        dry.Say(target.DisplayName, "created", wanted);
    }

    private static async Task PatchAsync(Invocation run, DryRun dry, ApiRequests requests, Target target, JsonValue live, CancellationToken cancel)
    {
        var modified = LastApplied.Annotate(target.Object);
        var type = new SchemaModelTypes(run.Cluster.Schema).Find(target.Resource.Kind);
        for (var tries = 1; ; tries++)
        {
            var original = LastApplied.Of(live);
            var patch = type is null ? MergeDiff.ThreeWay(original, modified, live) : StrategicDiff.ThreeWay(original, modified, live, type);
            patch = patch.Without("apiVersion").Without("kind");
            if (patch.Members.Count == 0)
            {
                dry.Say(target.DisplayName, "unchanged", live);
                return;
            }

            if (dry.IsClient)
            {
                dry.Say(target.DisplayName, "configured", live);
                return;
            }

            var answer = await requests.PatchAsync(ResourcePath.Of(target, query: Query(run, dry)), patch, type is null ? "merge" : "strategic-merge", cancel);
            if (answer.TryGet(out var patched, out var error))
            {
                dry.Say(target.DisplayName, patched == live ? "unchanged" : "configured", patched);
                return;
            }

            if (!error.IsConflict || tries == MaxConflicts)
            {
                throw new ApiException(error with
                {
                    Message = $"error when applying patch:\n{patch}\nto:\n"
                        + $"Resource: \"{target.Resource.Resource}\", GroupVersionKind: \"{target.Resource.Kind}\"\n"
                        + $"Name: \"{target.Name}\", Namespace: \"{target.Namespace}\"\nfor: \"{target.Source}\": "
                        + $"error when patching \"{target.Source}\": {error.Message}",
                });
            }

            live = (await requests.GetAsync(ResourcePath.Of(target), cancel)).Value;
        }
    }

    private static (string, string)[] Query(Invocation run, DryRun dry) =>
    [
        ("dryRun", dry.Query), ("fieldManager", run.FieldManager("kubectl-client-side-apply")), ("fieldValidation", DryRun.Validation(run.Flags)),
    ];
}
