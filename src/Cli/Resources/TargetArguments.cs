namespace Kybernet.Cli.Resources;

/// <summary>The objects a command is about, read from the server: by files, names, selectors, or all.</summary>
internal static class TargetArguments
{
    /// <param name="run">The command.</param>
    /// <param name="arguments">What names resources.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="Client.ApiException">One of them cannot be read.</exception>
    /// <exception cref="CliException">The arguments name nothing.</exception>
    public static async Task<List<Target>> ReadAsync(Invocation run, IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        var requests = await run.Cluster.RequestsAsync(cancel);
        var found = new List<Target>();
        if (run.Flags.IsSet("filename"))
        {
            foreach (var target in await ManifestFiles.TargetsAsync(run, cancel))
                found.Add(target with { Object = (await requests.GetAsync(ResourcePath.Of(target), cancel)).Value });
            return found;
        }

        if (arguments.Count == 0) throw new CliException(
            "You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n"
            + "   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'");
        var space = run.Flags.Is("all-namespaces") ? "" : await run.Cluster.NamespaceAsync(cancel);
        foreach (var (resource, name) in ResourceArguments.Read(arguments, await run.Cluster.ResourcesAsync(cancel), run.Options.Program))
        {
            var own = resource.IsNamespaced ? space : "";
            if (name.Length == 0 && !run.Flags.Is("all") && run.Flags["selector"].Length == 0 && run.Flags["field-selector"].Length == 0)
                throw new CliException("resource(s) were provided, but no name was specified");
            foreach (var value in (await new ObjectReader(run).ObjectsAsync(new(resource, own, name), cancel)).Value)
                found.Add(new(resource, value.Space(), value.Name(), value));
        }

        return found;
    }

    /// <summary>The one object that is named <c>TYPE/NAME</c>, <c>TYPE NAME</c>, or by its name alone with a type understood.</summary>
    public static async Task<Target> OneAsync(Invocation run, IReadOnlyList<string> arguments, string understood, CancellationToken cancel)
    {
        var map = await run.Cluster.ResourcesAsync(cancel);
        var words = arguments is [var alone] && !alone.Contains('/', StringComparison.Ordinal) ? [understood, alone] : arguments;
        var (resource, name) = ResourceArguments.Read(words, map, run.Options.Program)[0];
        var space = resource.IsNamespaced ? await run.Cluster.NamespaceAsync(cancel) : "";
        var value = (await (await run.Cluster.RequestsAsync(cancel)).GetAsync(ResourcePath.Of(resource, space, name), cancel)).Value;
        return new(resource, space, name, value);
    }
}
