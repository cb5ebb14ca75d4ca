using Kybernet.Api;
using Kybernet.Cli.Flags;
using Kybernet.Cli.Resources;
using Kybernet.Client;
using Kybernet.Client.Kubeconfigs;
using Kybernet.Client.Transport.Https;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Schema;

namespace Kybernet.Cli.Clusters;

/// <summary>The cluster a command talks to: found by kubectl's rules, connected on first use.</summary>
/// <remarks>Flags go before the kubeconfig, the kubeconfig before the pod's own account, that before <c>localhost:8080</c>.</remarks>
internal sealed class ClusterAccess(KubectlOptions options, FlagValues flags, TextWriter warnings) : IDisposable
{
    private Kubeconfig? _config;
    private HttpsTransport? _transport;
    private ApiRequests? _requests;
    private ResourceMap? _resources;
    private ServerConnection? _connection;

    /// <summary>The kubeconfig files that count, in their order.</summary>
    public IReadOnlyList<string> ConfigPaths => KubeconfigFiles.Paths(flags["kubeconfig"], options.Variable("KUBECONFIG"), options.Variable("HOME"));

    /// <summary>The user named a namespace on the command line.</summary>
    public bool HasNamespaceFlag => flags["namespace"].Length > 0;

    public async Task<Kubeconfig> ConfigAsync(CancellationToken cancel)
    {
        if (_config is not null) return _config;
        var paths = ConfigPaths;
        try
        {
            return _config = await KubeconfigFiles.LoadAsync(paths, flags["kubeconfig"].Length > 0, cancel);
        }
        catch (FileNotFoundException)
        {
            throw new CliException($"stat {paths[0]}: no such file or directory");
        }
    }

    /// <summary>Where the server is and who calls.</summary>
    public async Task<ServerConnection> ConnectionAsync(CancellationToken cancel) => _connection ??= ConnectionFlags.Apply(flags, await FoundAsync(cancel));

    /// <summary>The namespace of what names none.</summary>
    public async Task<string> NamespaceAsync(CancellationToken cancel) =>
        HasNamespaceFlag ? flags["namespace"] : (await ConnectionAsync(cancel)).Namespace;

    public async Task<HttpsTransport> TransportAsync(CancellationToken cancel)
    {
        if (_transport is not null) return _transport;
        var connection = await ConnectionAsync(cancel);
        // Objects are handled as JSON: no type need be known, and none is loaded.
        return _transport = new(connection, new Scheme([], []), new KindNames(new SchemaModel([], [])), options.Time);
    }

    public async Task<ApiRequests> RequestsAsync(CancellationToken cancel) =>
        _requests ??= new(await TransportAsync(cancel), (await ConnectionAsync(cancel)).Server, warnings);

    /// <summary>What the server serves; asked once.</summary>
    public async Task<ResourceMap> ResourcesAsync(CancellationToken cancel)
    {
        if (_resources is not null) return _resources;
        var discovery = new HttpsDiscovery(await TransportAsync(cancel));
        var requests = await RequestsAsync(cancel);
        return _resources = new((await requests.GuardAsync(() => discovery.ResourcesAsync(cancel).AsTask())).Value);
    }

    /// <summary>The types of the built-in kinds; read on first use.</summary>
    public SchemaModel Schema => field ??= ApiSchema.Create();

    public void Dispose() => _transport?.Dispose();

    /// <summary>There is a kubeconfig, a flag or a pod's account that says where the server is.</summary>
    public async Task<bool> IsConfiguredAsync(CancellationToken cancel) =>
        flags["server"].Length > 0 || (await ConfigAsync(cancel)).Clusters.Count > 0 || InCluster() is not null;

    private ServerConnection? InCluster() =>
        Connections.InCluster(options.Variable("KUBERNETES_SERVICE_HOST"), options.Variable("KUBERNETES_SERVICE_PORT"), options.Time);

    private async Task<ServerConnection> FoundAsync(CancellationToken cancel)
    {
        var config = await ConfigAsync(cancel);
        var context = flags["context"].Length > 0 ? flags["context"] : config.CurrentContext;
        if (flags["cluster"].Length > 0 || flags["user"].Length > 0)
        {
            var chosen = config.Contexts.GetValueOrDefault(context) ?? new("", "", "");
            chosen = chosen with
            {
                Cluster = flags["cluster"].Length > 0 ? flags["cluster"] : chosen.Cluster,
                User = flags["user"].Length > 0 ? flags["user"] : chosen.User,
            };
            context = context.Length > 0 ? context : "flags";
            config = config with { Contexts = new Dictionary<string, KubeconfigContext>(config.Contexts) { [context] = chosen } };
        }

        if (context.Length > 0) return Connections.Of(config, context, options.Time) with { UserAgent = "kubectl/v1.36" };
        return InCluster() ?? new() { Server = new Uri("http://localhost:8080") };
    }
}
