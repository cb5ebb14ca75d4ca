using System.Net;
using System.Security.Cryptography;
using Kybernet.ApiServer;
using Kybernet.Base.Pki;
using Kybernet.Hosts.Kyb.Agent;
using Kybernet.Hosts.Kyb.Joining;
using Kybernet.Store;
using Kybernet.Store.Compaction;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>The parts of a control plane, started in order and stopped in reverse.</summary>
internal sealed class ServerHost : IAsyncDisposable
{
    // Upstream: --etcd-compaction-interval.
    private static readonly TimeSpan KeepHistoryFor = TimeSpan.FromMinutes(5);

    /// <summary>The administrator's kubeconfig in the data directory.</summary>
    public const string KubeconfigName = "admin.kubeconfig";

    private readonly IStore _store;
    private readonly AutoCompactor _compactor;
    private readonly ApiServerService _apiServer;
    private readonly ILoggerFactory _loggers;
    private readonly bool _ownsLoggers;
    private readonly ClusterPki _pki;
    private CertificateRenewal? _renewal;
    private EncryptionReload? _encryption;
    private ControlPlane? _plane;
    private Joinable? _joinable;

    private ServerHost(ServerOptions options, IStore store, AutoCompactor compactor, ApiServerService apiServer, ILoggerFactory loggers, ClusterPki pki)
    {
        _pki = pki;
        _store = store;
        _compactor = compactor;
        _apiServer = apiServer;
        _loggers = loggers;
        _ownsLoggers = options.Loggers is null;
        // Listening everywhere is no address to go to.
        Address = IPEndPoint.Parse(apiServer.ServerAddress) is var served && !served.Address.Equals(IPAddress.Any)
            ? apiServer.ServerAddress
            : new IPEndPoint(ApiServerSettings.Advertised(options)?.Address ?? IPAddress.Loopback, served.Port).ToString();
        Identities = new(apiServer);
        KubeconfigFile = Path.Combine(options.DataDirectory, KubeconfigName);
        AuthorityFile = Path.Combine(options.DataDirectory, "pki", "ca.crt");
        TokenFile = Path.Combine(options.DataDirectory, "token");
    }

    /// <summary>Host and port by which clients reach it.</summary>
    public string Address { get; }

    public string KubeconfigFile { get; }

    /// <summary>The certificate of <see cref="Authority"/>, without its key.</summary>
    public string AuthorityFile { get; }

    /// <summary>What nodes join with.</summary>
    public string TokenFile { get; }

    /// <summary>What makes another machine a node.</summary>
    public string JoinLine =>
        $"kyb agent --server https://{Address} --token $(cat {TokenFile}) --ca-cert-hash {ServerDoor.HashOf(Authority.CertificatePem)}";

    public CertificateAuthority Authority => _pki.Authority;

    /// <summary>The ways in for other components of this process.</summary>
    public Identities Identities { get; }

    /// <summary>Where randomness starts.</summary>
    public int Seed { get; } = RandomNumberGenerator.GetInt32(int.MaxValue);

    public static async Task<ServerHost> StartAsync(ServerOptions options, TimeProvider time, CancellationToken cancel)
    {
        Directory.CreateDirectory(options.DataDirectory);
        var loggers = options.Loggers ?? LoggerFactory.Create(static logging => logging.AddProvider(new StandardErrorLog()).SetMinimumLevel(LogLevel.Warning));
        var pki = ClusterPki.Open(
            Path.Combine(options.DataDirectory, "pki"),
            new(options.Listen.Address, ApiServerSettings.Advertised(options)?.Address, options.ServiceAddress(1)),
            options.Certificates, time, new Random(RandomNumberGenerator.GetInt32(int.MaxValue)));
        var settings = ApiServerSettings.Of(options, pki);
        var store = await StoreOpener.OpenAsync(options, time, loggers, cancel);
        var compactor = new AutoCompactor(store, new() { KeepFor = KeepHistoryFor }, time);
        compactor.Start();
        ApiServerService? apiServer = null;
        try
        {
            apiServer = new(store, settings, time, loggers);
            await apiServer.StartAsync(cancel);
        }
        catch
        {
            if (apiServer is not null) await apiServer.DisposeAsync();
            await compactor.DisposeAsync();
            await store.DisposeAsync();
            throw;
        }

        var host = new ServerHost(options, store, compactor, apiServer, loggers, pki);
        try
        {
            await host.StartPlaneAsync(options, pki, time, cancel);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }

        return host;
    }

    public async ValueTask DisposeAsync()
    {
        if (_renewal is not null) await _renewal.DisposeAsync();
        if (_encryption is not null) await _encryption.DisposeAsync();
        if (_joinable is not null) await _joinable.DisposeAsync();
        if (_plane is not null) await _plane.DisposeAsync();
        await _apiServer.DisposeAsync();
        await _compactor.DisposeAsync();
        await _store.DisposeAsync();
        if (_ownsLoggers) _loggers.Dispose();
    }

    private async Task StartPlaneAsync(ServerOptions options, ClusterPki pki, TimeProvider time, CancellationToken cancel)
    {
        void WriteKubeconfigs() => pki.WriteKubeconfigs(options.DataDirectory, Address);
        WriteKubeconfigs();
        _renewal = new(pki, options.Certificates, WriteKubeconfigs, time, _loggers.CreateLogger<CertificateRenewal>());
        _renewal.Start();
        if (options.ReloadedEncryptionFile.Length > 0)
        {
            _encryption = new(_apiServer, options.ReloadedEncryptionFile, time, _loggers.CreateLogger<EncryptionReload>());
            _encryption.Start();
        }

        var plane = new ControlPlaneOptions
        {
            RunsScheduler = !options.Disabled.Contains("scheduler"),
            RunsControllers = !options.Disabled.Contains("controllers"),
            ControllerSelection = options.Controllers,
            Controllers = new()
            {
                RootAuthority = pki.Cluster.BundlePem,
                SigningAuthority = new(pki.Authority.CertificatePem, pki.Authority.KeyPem),
                ClusterCidrs = options.ClusterCidrs,
                ServiceCidrs = options.ServiceCidrs,
            },
        };
        var policy = new NodeRequestPolicy(
            [.. ((string[])[.. options.ClusterCidrs, .. options.ServiceCidrs]).Select(IPNetwork.Parse)], [IPEndPoint.Parse(Address).Address]);
        var joinable = new JoinableOptions(TokenFile, Address, pki.Authority.CertificatePem, new(options.ClusterCidrs, options.DnsAddress), policy);
        _joinable = await Joinable.StartAsync(Identities, joinable, time, Seed, _loggers, cancel);
        _plane = await ControlPlane.StartAsync(Identities, plane, time, Seed, _loggers, cancel);
    }
}
