using Kybernet.Cli.Flags;
using Kybernet.Cli.Resources;

namespace Kybernet.Cli.Commands.Create;

/// <summary><c>create -f</c>, and the commands that make objects of flags. Upstream: kubectl/pkg/cmd/create.</summary>
internal static class CreateCommand
{
    public static Verb Create() => new("create", "Create a resource from a file or from stdin")
    {
        Usage = "-f FILENAME",
        Flags = static flags => Common(flags).List("filename", 'f').Bool("recursive", 'R').Text("raw").Text("selector", 'l'),
        Run = FromFilesAsync,
        Children = [.. Generators.All()],
    };

    public static FlagSet Common(FlagSet flags) => DryRun.AddFlags(flags)
        .Text("validate", @default: "true", bare: "true").Text("field-manager").Bool("save-config");

    /// <summary>Creates one object and says so.</summary>
    /// <exception cref="Client.ApiException">The server refused.</exception>
    public static async Task SendAsync(Invocation run, DryRun dry, Target target, CancellationToken cancel)
    {
        var body = run.Flags.Is("save-config") ? Apply.LastApplied.Annotate(target.Object) : target.Object;
        if (dry.IsClient)
        {
            dry.Say(target.DisplayName, "created", body);
            return;
        }

        var path = ResourcePath.Of(target.Resource, target.Namespace, query: [
            ("dryRun", dry.Query), ("fieldManager", run.FieldManager("kubectl-create")), ("fieldValidation", DryRun.Validation(run.Flags))]);
        var answer = await (await run.Cluster.RequestsAsync(cancel)).CreateAsync(path, body, cancel);
        if (!answer.TryGet(out var made, out var error))
            throw target.Source.Length > 0 ? ErrorText.At(error, "creating", target.Source) : FailedTo(error, target);
        dry.Say($"{target.KindName}/{made.Name()}", "created", made);
    }

    private static Exception FailedTo(Machinery.Statuses.ApiError error, Target target) => error.IsAlreadyExists || error.Code >= 400
        ? new CliException($"failed to create {target.Resource.Singular}: {error.Message}")
        : new Client.ApiException(error);

    private static async Task<int> FromFilesAsync(Invocation run, CancellationToken cancel)
    {
        if (!run.Flags.IsSet("filename"))
        {
            if (run.Arguments is [var name, ..])
                throw new UsageException($"unknown command {Machinery.Validation.QuotedText.Of(string.Join(' ', run.Arguments))}");
            throw new CliException("must specify one of -f and -k");
        }

        var dry = new DryRun(run);
        var targets = await ManifestFiles.TargetsAsync(run, cancel);
        if (targets.Count == 0) throw new CliException("no objects passed to create");
        var failures = new List<Exception>();
        foreach (var target in targets)
        {
            try
            {
                await SendAsync(run, dry, target, cancel);
            }
            catch (Client.ApiException e)
            {
                failures.Add(e);
            }
        }

        return failures.Count == 0 ? 0 : throw new AggregateException(failures);
    }
}
