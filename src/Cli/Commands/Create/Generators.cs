using Kybernet.Cli.Flags;
using Kybernet.Cli.Resources;
using Kybernet.Machinery.Json;

namespace Kybernet.Cli.Commands.Create;

/// <summary>The commands that make one object of flags. What they make is in <see cref="GeneratedObjects"/>.</summary>
internal static class Generators
{
    public static IEnumerable<Verb> All()
    {
        yield return Of("namespace", "Create a namespace with the specified name", ["ns"], static _ => { }, GeneratedObjects.NamespaceOf);
        yield return Of("configmap", "Create a config map from a local file, directory or literal value", ["cm"], Data, GeneratedData.ConfigMapAsync);
        yield return new("secret", "Create a secret using a specified subcommand")
        {
            Children =
            [
                Of("generic", "Create a secret from a local file, directory, or literal value", [], static flags => Data(flags.Text(
                    "type")), GeneratedData.SecretAsync),
                Of("tls", "Create a TLS secret", [], static flags => flags.Text("cert").Text("key"), GeneratedData.TlsSecretAsync),
            ],
        };
        yield return Of(
            "deployment", "Create a deployment with the specified name", ["deploy"],
            static flags => flags.Array("image").Int("replicas", "1", 'r').Int("port", "-1"), GeneratedWorkloads.Deployment);
        yield return Of(
            "job", "Create a job with the specified name", [], static flags => flags.Text("image").Text("from"), GeneratedWorkloads.JobAsync);
        yield return Of(
            "cronjob", "Create a cron job with the specified name", ["cj"],
            static flags => flags.Text("image").Text("schedule").Text("restart", @default: "OnFailure"), GeneratedWorkloads.CronJob);
        yield return new("service", "Create a service using a specified subcommand")
        {
            Aliases = ["svc"],
            Children =
            [
                Of("clusterip", "Create a ClusterIP service", [], static flags => flags.List("tcp").Text("clusterip"), GeneratedObjects.ClusterIp),
                Of("nodeport", "Create a NodePort service", [], static flags => flags.List("tcp").Int("node-port", "0"), GeneratedObjects.NodePort),
                Of("loadbalancer", "Create a LoadBalancer service", [], static flags => flags.List("tcp"), GeneratedObjects.LoadBalancer),
                Of("externalname", "Create an ExternalName service", [], static flags => flags.List("tcp").Text("external-name"),
                    GeneratedObjects.ExternalName),
            ],
        };
        yield return Of("serviceaccount", "Create a service account with the specified name", ["sa"], static _ => { }, GeneratedObjects.ServiceAccount);
        yield return Token.TokenCommand.Create();
    }

    private static void Data(FlagSet flags) => flags.Array("from-literal").Array("from-file").Array("from-env-file");

    private static Verb Of(
        string name, string description, IReadOnlyList<string> aliases, Action<FlagSet> flags, Func<Invocation, string, JsonValue> make) =>
        Of(name, description, aliases, flags, (run, called, _) => Task.FromResult(make(run, called)));

    private static Verb Of(
        string name, string description, IReadOnlyList<string> aliases, Action<FlagSet> flags,
        Func<Invocation, string, CancellationToken, Task<JsonValue>> make) => new(name, description)
        {
            Usage = "NAME",
            Aliases = aliases,
            Flags = set => flags(CreateCommand.Common(set)),
            Run = (run, cancel) => RunAsync(run, make, cancel),
        };

    private static async Task<int> RunAsync(Invocation run, Func<Invocation, string, CancellationToken, Task<JsonValue>> make, CancellationToken cancel)
    {
        var names = run.Flags.Dash >= 0 ? run.Arguments[..run.Flags.Dash] : run.Arguments;
        if (names.Count != 1) throw new UsageException($"exactly one NAME is required, got {names.Count}");
        var dry = new DryRun(run);
        var made = await make(run, names[0], cancel);
        var kind = Machinery.Kinds.GroupVersionKind.FromApiVersionAndKind(made.Text("apiVersion"), made.Text("kind"));
        if (dry.IsClient)
        {
            // Without a namespace of the user's, what is printed has none.
            if (run.Flags["namespace"] is { Length: > 0 } own && kind.Kind != "Namespace") made = made.Set(["metadata", "namespace"], own);
            var group = kind.Group.Length == 0 ? "" : "." + kind.Group;
            dry.Say($"{kind.Kind.ToLowerInvariant()}{group}/{made.Name()}", "created", run.Flags.Is("save-config") ? Apply.LastApplied.Annotate(made) : made);
            return 0;
        }

        var resource = (await run.Cluster.ResourcesAsync(cancel)).Find(kind) ?? throw new CliException(
            $"the server doesn't have a resource type \"{kind.Kind}\"");
        var space = resource.IsNamespaced ? await run.Cluster.NamespaceAsync(cancel) : "";
        if (space.Length > 0) made = made.Set(["metadata", "namespace"], space);
        await CreateCommand.SendAsync(run, dry, new(resource, space, made.Name(), made), cancel);
        return 0;
    }
}
