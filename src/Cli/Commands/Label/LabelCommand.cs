using Kybernet.Cli.Commands.Create;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Label;

/// <summary><c>label</c> and <c>annotate</c>. Upstream: kubectl/pkg/cmd/label, kubectl/pkg/cmd/annotate.</summary>
internal static class LabelCommand
{
    public static IEnumerable<Verb> Both()
    {
        yield return Of("label", "Update the labels on a resource", "labels");
        yield return Of("annotate", "Update the annotations on a resource", "annotations");
    }

    private static Verb Of(string verb, string description, string member) => new(verb, description)
    {
        Usage = "(-f FILENAME | TYPE NAME) KEY_1=VAL_1 ... KEY_N=VAL_N",
        Flags = static flags => DryRun.AddFlags(flags).Bool("overwrite").Bool("list").Bool("local").Text("selector", 'l').Text("field-selector").Bool("all")
            .Bool("all-namespaces", 'A').Text("resource-version").List("filename", 'f').Bool("recursive", 'R').Text("field-manager"),
        Run = (run, cancel) => RunAsync(run, verb, member, cancel),
    };

    private static async Task<int> RunAsync(Invocation run, string verb, string member, CancellationToken cancel)
    {
        var word = verb == "label" ? "label" : "annotation";
        var changes = run.Arguments.Where(argument => IsChange(argument)).ToList();
        var resources = run.Arguments.Where(argument => !IsChange(argument)).ToList();
        if (resources.Count == 0 && !run.Flags.IsSet("filename"))
            throw new CliException("one or more resources must be specified as <resource> <name> or <resource>/<name>");
        if (changes.Count == 0 && !run.Flags.Is("list")) throw new CliException($"at least one {word} update is required");
        var dry = new DryRun(run);
        foreach (var target in await TargetArguments.ReadAsync(run, resources, cancel))
        {
            if (run.Flags.Is("list"))
                foreach (var (key, value) in target.Object.At("metadata", member).Pairs()) run.Line($"{key}={value.AsString()}");
            else
                await ChangeAsync(run, dry, target, verb, member, changes, cancel);
        }

        return 0;
    }

    private static async Task ChangeAsync(
        Invocation run, DryRun dry, Target target, string verb, string member, IReadOnlyList<string> changes, CancellationToken cancel)
    {
        var before = target.Object.At("metadata", member);
        var (patch, removed) = (JsonMaps.Of(), 0);
        foreach (var change in changes)
        {
            var equals = change.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                var key = change[..^1];
                if (before.Members.ContainsKey(key))
                {
                    patch = patch.With(key, JsonValue.Null);
                    removed++;
                }
                else if (verb == "label")
                {
                    run.Line($"label \"{key}\" not found.");
                }

                continue;
            }

            var (name, value) = (change[..equals], change[(equals + 1)..]);
            if (before[name].AsString() is { } old && old != value && !run.Flags.Is("overwrite"))
            {
                throw new CliException(verb == "label"
                    ? $"'{name}' already has a value ({old}), and --overwrite is false"
                    : "--overwrite is false but found the following declared annotation(s): " + $"'{name}' already has a value ({old})");
            }

            if (before[name].AsString() != value) patch = patch.With(name, value);
        }

        var done = verb == "annotate" ? "annotated"
            : patch.Members.Count == 0 ? "not labeled" : removed == patch.Members.Count ? "unlabeled" : "labeled";
        var after = target.Object;
        if (patch.Members.Count > 0 && !dry.IsClient)
        {
            var path = ResourcePath.Of(target, query: [("dryRun", dry.Query), ("fieldManager", run.FieldManager("kubectl-" + verb))]);
            after = (await (await run.Cluster.RequestsAsync(cancel)).PatchAsync(path, JsonMaps.Of().Set(["metadata", member], patch), "merge", cancel)).Value;
        }

        dry.Say(target.DisplayName, done, after);
    }

    /// <summary><c>key=value</c>, or <c>key-</c>, which a resource's name cannot be.</summary>
    private static bool IsChange(string argument) =>
        argument.Contains('=', StringComparison.Ordinal) || (argument.Length > 1 && argument.EndsWith('-'));
}
