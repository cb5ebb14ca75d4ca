using System.Net;
using System.Net.Security;
using Kybernet.ApiServer;
using Kybernet.ApiServer.Registry;
using Kybernet.Base.Pki;
using Kybernet.Client;
using Kybernet.Client.Discovery;
using Kybernet.Client.Informers;
using Kybernet.Client.Kubeconfigs;
using Kybernet.Client.Transport;
using Kybernet.Client.Transport.Https;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Yaml;
using Kybernet.Store.Memory;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.Testing;

/// <summary>
/// A cluster inside a test: the API server itself, in memory, on virtual time. Nothing is shared between two of them.
/// </summary>
/// <example>
/// <code>
/// await using var cluster = await TestCluster.StartAsync(new(), cancel);
/// await cluster.ApplyAsync(File.ReadAllText("web.yaml"), cancel);
/// var web = await cluster.EventuallyAsync&lt;Deployment&gt;("default/web", web => web.Spec.Replicas == 3, cancel);
/// cluster.Clock.Advance(TimeSpan.FromHours(24));
/// </code>
/// </example>
public sealed class TestCluster : IAsyncDisposable
{
    private const string FieldManager = "test";
    private static readonly TimeSpan CertificateLife = TimeSpan.FromDays(3650);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly KindNames s_names = BuiltInApi.Names;
    private static readonly Scheme s_scheme = BuiltInApi.Scheme;

    private readonly MemoryStore _store;
    private readonly ApiServerService _apiServer;
    private readonly SharedInformers _informers;

    private TestCluster(MemoryStore store, ApiServerService apiServer, FakeTimeProvider clock, int seed, string? kubeconfig)
    {
        _store = store;
        _apiServer = apiServer;
        Clock = clock;
        Kubeconfig = kubeconfig;
        var transport = TransportOf("system:admin", UserInfo.SystemMasters);
        Client = new ApiClient(transport, s_names, FieldManager);
        _informers = new(transport, s_names, clock, seed, NullLoggerFactory.Instance);
    }

    /// <summary>The cluster's time. It stands still until it is advanced.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>An administrator's client, in process.</summary>
    public IClient Client { get; }

    /// <summary>Local copies of the cluster's objects, as an administrator sees them.</summary>
    public IInformers Informers => _informers;

    /// <summary>What the cluster serves.</summary>
    public IApiDiscovery Discovery => _apiServer.Discovery;

    /// <summary>With <see cref="TestClusterOptions.ServesHttps"/>: an administrator's kubeconfig, as YAML, for kubectl and any client library.</summary>
    public string? Kubeconfig { get; }

    /// <summary>With <see cref="TestClusterOptions.ServesHttps"/>: where the API is.</summary>
    public string Address => _apiServer.ServerAddress;

    public static async Task<TestCluster> StartAsync(TestClusterOptions options, CancellationToken cancel)
    {
        BuiltInApi.Prepare();
        var clock = new FakeTimeProvider(options.StartTime);
        var store = new MemoryStore(MemoryStoreOptions.Default with { Seed = options.Seed }, clock);
        var (serverOptions, authority) = OptionsOf(options);
        var apiServer = new ApiServerService(store, serverOptions, clock, NullLoggerFactory.Instance);
        try
        {
            await apiServer.StartAsync(cancel);
        }
        catch
        {
            await apiServer.DisposeAsync();
            await store.DisposeAsync();
            throw;
        }

        var kubeconfig = authority is null
            ? null
            : KubeconfigText.For(apiServer.ServerAddress, authority.CertificatePem, authority.IssueClient("test", [UserInfo.SystemMasters], CertificateLife));
        return new(store, apiServer, clock, options.Seed, kubeconfig);
    }

    /// <summary>A client of any user, to whom the cluster's roles apply.</summary>
    /// <param name="user"><c>system:serviceaccount:kube-system:deployment-controller</c>.</param>
    /// <param name="groups">But for <c>system:authenticated</c>, which all are in.</param>
    public IClient ClientOf(string user, params string[] groups) => new ApiClient(TransportOf(user, groups), s_names, FieldManager);

    /// <summary>Calls as any user. See <see cref="ClientOf"/>.</summary>
    public IApiTransport TransportOf(string user, params string[] groups) =>
        _apiServer.Loopback(new() { Name = user, Groups = [.. groups, UserInfo.SystemAuthenticated] });

    /// <summary>With <see cref="TestClusterOptions.ServesHttps"/>: calls over HTTPS, as an administrator. The caller disposes it.</summary>
    public HttpsTransport ConnectHttps() =>
        new(Connections.Of(KubeconfigReader.Read(Kubeconfig!, "/"), "", TimeProvider.System), s_scheme, s_names, TimeProvider.System);

    /// <summary>Applies every document of the YAML, server side, as <c>kubectl apply --server-side</c> would.</summary>
    /// <exception cref="FormatException">The YAML is wrong; the message says where.</exception>
    /// <exception cref="ApiException">The API server refused an object.</exception>
    public async Task ApplyAsync(string yaml, CancellationToken cancel)
    {
        foreach (var value in Read(yaml))
        {
            var applied = await Client.ApplyAsync(value, FieldManager, force: true, cancel);
            if (!applied.IsOk) throw new ApiException(applied.Error);
        }
    }

    /// <summary>Waits until the object is as it should be, and gives it.</summary>
    /// <param name="key"><c>namespace/name</c>, or a name.</param>
    /// <param name="isSo">What is waited for.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="TimeoutException">It did not come to be so in 30 seconds of real time; the message shows the object as it was last.</exception>
    public async Task<T> EventuallyAsync<T>(string key, Func<T, bool> isSo, CancellationToken cancel)
        where T : class, IObject<T>
    {
        var wanted = ObjectKey.Parse(key);
        T? last = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        try
        {
            await foreach (var notice in Client.WatchAsync<T>(wanted.Namespace, "", limit.Token))
            {
                if (notice.Object.Metadata.Key != wanted) continue;
                last = notice.Object;
                if (notice.Kind != WatchNoticeKind.Deleted && isSo(last)) return last;
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }

        throw new TimeoutException($"{T.Gvk.Kind} {key} did not come to be as expected; it is {last?.ToString() ?? "not there"}");
    }

    public async ValueTask DisposeAsync()
    {
        await _informers.DisposeAsync();
        await _apiServer.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static (ApiServerOptions Options, CertificateAuthority? Authority) OptionsOf(TestClusterOptions options)
    {
        var plain = new ApiServerOptions
        {
            Seed = options.Seed,
            DisabledAdmissionPlugins = options.DisabledAdmissionPlugins,
            Kubelets = options.Kubelets,
            Version = new() { Major = "1", Minor = "36", GitVersion = "v1.36.0+kybernet.testing", Platform = "any" },
        };
        if (!options.ServesHttps) return (plain, null);
        // Clients check certificates by their own clocks, the server by the cluster's: the lives cover both.
        var authority = CertificateAuthority.Create("test-ca", CertificateLife, TimeProvider.System);
        var serving = authority.IssueServer("kube-apiserver", ["localhost"], [IPAddress.Loopback], CertificateLife);
        var context = SslStreamCertificateContext.Create(serving.ToX509(), [], offline: true);
        return (plain with
        {
            Listen = new(IPAddress.Loopback, 0),
            ServingCertificate = () => context,
            ClientAuthorities = [authority.Certificate],
            CertificateTime = TimeProvider.System,
        }, authority);
    }

    private static List<IObject> Read(string yaml)
    {
        var objects = new List<IObject>();
        var read = YamlReader.Read(yaml);
        if (read.Error is { } error) throw new FormatException(error.ToString());
        foreach (var document in read.Documents)
        {
            var decoded = ObjectJson.Decode(document.Json.Span, s_scheme, DecodeOptions.Default);
            if (decoded.Error is { } wrong) throw new FormatException($"line {document.LineOf(wrong.Offset)}: {wrong}");
            objects.Add(decoded.Value as IObject ?? throw new FormatException($"line {document.FirstLine}: a {decoded.Value!.Gvk.Kind} cannot be applied"));
        }

        return objects;
    }
}
