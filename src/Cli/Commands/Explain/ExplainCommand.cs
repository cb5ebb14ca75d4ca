using Kybernet.Cli.Resources;
using Kybernet.Client.Discovery;

namespace Kybernet.Cli.Commands.Explain;

/// <summary><c>explain</c>: what the server's OpenAPI says of a kind and its fields. Upstream: kubectl/pkg/cmd/explain, explain/v2.</summary>
internal static class ExplainCommand
{
    public static Verb Create() => new("explain", "Get documentation for a resource")
    {
        Usage = "TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]",
        Flags = static flags => flags.Bool("recursive", 'R').Text("api-version").Text("output", 'o', "plaintext"),
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(Invocation run, CancellationToken cancel)
    {
        if (run.Arguments.Count == 0)
        {
            throw new CliException(
                $"You must specify the type of resource to explain. Use \"{run.Options.Program} api-resources\" for a complete list of supported resources.");
        }

        if (run.Arguments.Count > 1) throw new CliException("We accept only this format: explain RESOURCE");
        if (run.Flags["output"] != "plaintext") throw new CliException($"unrecognized format: {run.Flags["output"]}");
        var (resource, fields) = Split(run.Arguments[0], await run.Cluster.ResourcesAsync(cancel));
        var kind = resource.Kind;
        if (run.Flags["api-version"] is { Length: > 0 } version)
        {
            var (group, number) = version.Split('/') is [var named, var behind] ? (named, behind) : ("", version);
            kind = new(group, number, kind.Kind);
        }

        var root = ResourcePath.Root(kind.Group, kind.Version);
        var answer = await (await run.Cluster.RequestsAsync(cancel)).GetAsync($"/openapi/v3{root}", cancel);
        if (!answer.TryGet(out var document, out _))
            throw new CliException($"couldn't find resource for \"{kind.Group}/{kind.Version}, Resource={resource.Resource.Resource}\"");
        if (kind.Group.Length > 0) run.Line($"GROUP:      {kind.Group}");
        run.Line($"KIND:       {kind.Kind}\nVERSION:    {kind.Version}\n");
        var text = new SchemaText(document, run.Flags.Is("recursive"));
        if (text.Find(kind) is not { } schema)
            throw new CliException($"GVK map[group:{kind.Group} kind:{kind.Kind} version:{kind.Version}] not found in OpenAPI schema");
        var shown = text.Of(schema, fields);
        if (shown.Length == 0) throw new CliException($"field \"{fields[^1]}\" does not exist");
        run.Line(shown);
        return 0;
    }

    /// <summary><c>TYPE[.group][.field…]</c>: the group counts only where it is spelt out as the server names it.</summary>
    private static (ApiResourceInfo Resource, string[] Fields) Split(string argument, ResourceMap map)
    {
        var words = argument.Split('.');
        var first = map.Find(words[0]) ?? throw new CliException($"the server doesn't have a resource type \"{words[0]}\"") { IsBare = true };
        foreach (var info in map.Preferred.Where(info => info.Resource.Resource == first.Resource.Resource))
        {
            var name = info.Resource.Group.Length > 0 ? $"{info.Resource.Resource}.{info.Resource.Group}" : info.Resource.Resource;
            if (argument == name) return (info, []);
            if (argument.StartsWith(name + ".", StringComparison.Ordinal)) return (info, argument[(name.Length + 1)..].Split('.'));
        }

        return (first, words[1..]);
    }
}
