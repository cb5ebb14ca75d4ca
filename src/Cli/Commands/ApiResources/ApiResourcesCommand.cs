using Kybernet.Cli.Printers;
using Kybernet.Client.Discovery;

namespace Kybernet.Cli.Commands.ApiResources;

/// <summary><c>api-resources</c> and <c>api-versions</c>. Upstream: kubectl/pkg/cmd/apiresources.</summary>
internal static class ApiResourcesCommand
{
    public static IEnumerable<Verb> Both()
    {
        yield return new("api-resources", "Print the supported API resources on the server")
        {
            Flags = static flags => flags.Text("output", 'o').Bool("no-headers").Text("api-group").Bool("namespaced", @default: true)
                .List("verbs").Text("sort-by").List("categories").Bool("cached"),
            Run = ResourcesAsync,
        };
        yield return new("api-versions", "Print the supported API versions on the server, in the form of \"group/version\"") { Run = VersionsAsync };
    }

    private static async Task<int> ResourcesAsync(Invocation run, CancellationToken cancel)
    {
        var flags = run.Flags;
        if (run.Arguments.Count > 0) throw new UsageException($"unexpected arguments: [{string.Join(' ', run.Arguments)}]");
        if (flags["output"] is not ("" or "wide" or "name")) throw new CliException($"--output {flags["output"]} is not available");
        var shown = (await run.Cluster.ResourcesAsync(cancel)).Preferred.Where(info => info.Verbs.Count > 0);
        if (flags.IsSet("api-group")) shown = shown.Where(info => info.Resource.Group == flags["api-group"]);
        if (flags.IsSet("namespaced")) shown = shown.Where(info => info.IsNamespaced == flags.Is("namespaced"));
        foreach (var verb in flags.Values("verbs")) shown = shown.Where(info => info.Verbs.Contains(verb));
        foreach (var category in flags.Values("categories")) shown = shown.Where(info => info.Categories.Contains(category));
        shown = flags["sort-by"] switch
        {
            "name" => shown.OrderBy(static info => info.Resource.Resource, StringComparer.Ordinal),
            "kind" => shown.OrderBy(static info => info.Kind.Kind, StringComparer.Ordinal),
            "" => shown.OrderBy(static info => info.Resource.Group, StringComparer.Ordinal).ThenBy(static info => info.Resource.Resource,
                StringComparer.Ordinal),
            _ => throw new CliException("--sort-by accepts only name or kind"),
        };
        if (flags["output"] == "name")
        {
            foreach (var info in shown) run.Line(info.Resource.Group.Length == 0 ? info.Resource.Resource : $"{info.Resource.Resource}.{info.Resource.Group}");
            return 0;
        }

        var isWide = flags["output"] == "wide";
        var lines = TabWriter.ForTables();
        if (!flags.Is("no-headers")) lines.Write("NAME\tSHORTNAMES\tAPIVERSION\tNAMESPACED\tKIND" + (isWide ? "\tVERBS\tCATEGORIES\n" : "\n"));
        foreach (var info in shown) lines.Write(Row(info) + (isWide ? $"\t{string.Join(',', info.Verbs)}\t{string.Join(',', info.Categories)}\n" : "\n"));
        run.Output.Write(lines.Flush());
        return 0;
    }

    private static string Row(ApiResourceInfo info) =>
        $"{info.Resource.Resource}\t{string.Join(',', info.ShortNames)}\t{info.Resource.GroupVersion.ToApiVersion()}\t"
        + $"{(info.IsNamespaced ? "true" : "false")}\t{info.Kind.Kind}";

    private static async Task<int> VersionsAsync(Invocation run, CancellationToken cancel)
    {
        var versions = (await run.Cluster.ResourcesAsync(cancel)).All.Select(static info => info.Resource.GroupVersion.ToApiVersion());
        foreach (var version in versions.Distinct().Order(StringComparer.Ordinal)) run.Line(version);
        return 0;
    }
}
