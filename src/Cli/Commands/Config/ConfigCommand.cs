using Kybernet.Cli.Clusters;
using Kybernet.Cli.Printers;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.Cli.Commands.Config;

/// <summary><c>config</c>: reads and changes kubeconfig files. Upstream: kubectl/pkg/cmd/config.</summary>
internal static class ConfigCommand
{
    public static Verb Create() => new("config", "Modify kubeconfig files")
    {
        Children =
        [
            new("view", "Display merged kubeconfig settings or a specified kubeconfig file")
            {
                Flags = static flags => flags.Text("output", 'o', "yaml").Text("template").Bool("raw").Bool("minify").Bool(
                    "flatten").Bool("show-managed-fields"),
                Run = ViewAsync,
            },
            new("current-context", "Display the current-context") { Run = CurrentAsync },
            new("use-context", "Set the current-context in a kubeconfig file") { Usage = "CONTEXT_NAME", Aliases = ["use"], Run = UseAsync },
            new("get-contexts", "Describe one or many contexts")
            {
                Usage = "[(-o|--output=)name)]", Flags = static flags => flags.Text("output", 'o').Bool("no-headers"), Run = ContextsAsync,
            },
            new("get-clusters", "Display clusters defined in the kubeconfig") { Run = (run, cancel) => NamesAsync(run, "clusters", cancel) },
            new("get-users", "Display users defined in the kubeconfig") { Run = (run, cancel) => NamesAsync(run, "users", cancel) },
            new("set-context", "Set a context entry in kubeconfig")
            {
                Usage = "[NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace]",
                Flags = static flags => flags.Bool("current"), Run = SetContextAsync,
            },
        ],
    };

    private static async Task<int> ViewAsync(Invocation run, CancellationToken cancel)
    {
        var config = await ConfigFile.MergedAsync(run.Cluster.ConfigPaths, cancel);
        if (run.Flags.Is("minify")) config = Minified(config, run.Flags["context"]);
        if (!run.Flags.Is("raw")) config = ConfigFile.Redacted(config);
        run.Output.Write(ObjectPrinter.Of(run.Flags["output"], run.Flags, hasColumns: false).Print(config));
        return 0;
    }

    private static JsonValue Minified(JsonValue config, string asked)
    {
        var name = asked.Length > 0 ? asked : config.Text("current-context");
        if (name.Length == 0) throw new CliException("current-context must exist in order to minify");
        if (ConfigFile.Entry(config, "contexts", name) is not { IsNull: false } context) throw new CliException($"cannot locate context {name}");
        JsonValue Only(string list, string one) => JsonMaps.ListOf(config[list].Items.Where(entry => entry.Text("name") == one));
        return config.With("contexts", Only("contexts", name)).With("clusters", Only("clusters", context.Text("context", "cluster")))
            .With("users", Only("users", context.Text("context", "user"))).With("current-context", name);
    }

    private static async Task<int> CurrentAsync(Invocation run, CancellationToken cancel)
    {
        var current = (await ConfigFile.MergedAsync(run.Cluster.ConfigPaths, cancel)).Text("current-context");
        if (current.Length == 0) throw new CliException("current-context is not set");
        run.Line(current);
        return 0;
    }

    private static async Task<int> UseAsync(Invocation run, CancellationToken cancel)
    {
        if (run.Arguments is not [var name]) throw new CliException($"Unexpected args: [{string.Join(' ', run.Arguments)}]");
        var merged = await ConfigFile.MergedAsync(run.Cluster.ConfigPaths, cancel);
        if (ConfigFile.Entry(merged, "contexts", name).IsNull) throw new CliException($"no context exists with the name: {QuotedText.Of(name)}");
        var path = run.Cluster.ConfigPaths[0];
        ConfigFile.Write(path, (await ConfigFile.ReadAsync(path, cancel)).With("current-context", name));
        run.Line($"Switched to context {QuotedText.Of(name)}.");
        return 0;
    }

    private static async Task<int> SetContextAsync(Invocation run, CancellationToken cancel)
    {
        var path = run.Cluster.ConfigPaths[0];
        var config = await ConfigFile.ReadAsync(path, cancel);
        var name = run.Flags.Is("current") ? config.Text("current-context") : run.Arguments is [var given] ? given
            : throw new CliException("you must specify a non-empty context name or --current");
        if (name.Length == 0) throw new CliException("no current context is set");
        var entry = ConfigFile.Entry(config, "contexts", name);
        var context = entry["context"];
        foreach (var member in (string[])["cluster", "namespace", "user"])
            if (run.Flags[member] is { Length: > 0 } value) context = context.With(member, value);
        if (context.IsNull) context = JsonMaps.Of(("cluster", ""), ("user", ""));
        var made = JsonMaps.Of(("context", context), ("name", name));
        var others = config["contexts"].Items.Where(one => one.Text("name") != name);
        var contexts = others.Append(made).OrderBy(static one => one.Text("name"), StringComparer.Ordinal);
        ConfigFile.Write(path, config.With("contexts", JsonMaps.ListOf(contexts)));
        run.Line($"Context {QuotedText.Of(name)} {(entry.IsNull ? "created" : "modified")}.");
        return 0;
    }

    private static async Task<int> ContextsAsync(Invocation run, CancellationToken cancel)
    {
        if (run.Flags["output"] is not ("" or "name")) throw new CliException($"output must be one of '' or 'name': {run.Flags["output"]}");
        var config = await ConfigFile.MergedAsync(run.Cluster.ConfigPaths, cancel);
        var isName = run.Flags["output"] == "name";
        var missing = run.Arguments.Where(name => ConfigFile.Entry(config, "contexts", name).IsNull)
            .Select(static name => (Exception)new CliException($"context {name} not found")).ToList();
        var lines = TabWriter.ForTables();
        if (!isName && !run.Flags.Is("no-headers")) lines.Write("CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n");
        foreach (var entry in config["contexts"].Items.OrderBy(static entry => entry.Text("name"), StringComparer.Ordinal))
        {
            var name = entry.Text("name");
            if (run.Arguments.Count > 0 && !run.Arguments.Contains(name)) continue;
            var mark = name == config.Text("current-context") ? "*" : "";
            var context = entry["context"];
            lines.Write(isName ? $"{name}\n" : $"{mark}\t{name}\t{context.Text("cluster")}\t{context.Text("user")}\t{context.Text("namespace")}\n");
        }

        run.Output.Write(lines.Flush());
        return missing.Count == 0 ? 0 : throw new AggregateException(missing);
    }

    private static async Task<int> NamesAsync(Invocation run, string list, CancellationToken cancel)
    {
        var config = await ConfigFile.MergedAsync(run.Cluster.ConfigPaths, cancel);
        run.Line("NAME");
        foreach (var name in config[list].Items.Select(static entry => entry.Text("name")).Order(StringComparer.Ordinal)) run.Line(name);
        return 0;
    }
}
