using System.Net;
using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kybernet.ApiServer;
using Kybernet.Base.Pki;
using Kybernet.Hosts.Kyb.Agent;
using Kybernet.Hosts.Kyb.Joining;
using Kybernet.Hosts.Kyb.Nodes;
using Kybernet.Store;
using Kybernet.Store.Compaction;
using Microsoft.Extensions.Logging;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>The parts of a control plane, started in order and stopped in reverse.</summary>
internal sealed class ServerHost : IAsyncDisposable
{
    // Upstream: --etcd-compaction-interval.
    private static readonly TimeSpan KeepHistoryFor = TimeSpan.FromMinutes(5);

    private readonly IStore _store;
    private readonly AutoCompactor _compactor;
    private readonly ApiServerService _apiServer;
    private readonly ILoggerFactory _loggers;
    private readonly bool _ownsLoggers;
    private ControlPlane? _plane;
    private Joinable? _joinable;

    private ServerHost(ServerOptions options, IStore store, AutoCompactor compactor, ApiServerService apiServer, ILoggerFactory loggers, ClusterPki pki)
    {
        _store = store;
        _compactor = compactor;
        _apiServer = apiServer;
        _loggers = loggers;
        _ownsLoggers = options.Loggers is null;
        // Listening everywhere is no address to go to.
        Address = IPEndPoint.Parse(apiServer.ServerAddress) is var served && !served.Address.Equals(IPAddress.Any)
            ? apiServer.ServerAddress
            : new IPEndPoint(AdvertisedOf(options)?.Address ?? IPAddress.Loopback, served.Port).ToString();
        Authority = pki.Authority;
        Identities = new(apiServer);
        KubeconfigFile = Path.Combine(options.DataDirectory, "admin.kubeconfig");
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

    public CertificateAuthority Authority { get; }

    /// <summary>The ways in for other components of this process.</summary>
    public Identities Identities { get; }

    /// <summary>Where randomness starts.</summary>
    public int Seed { get; } = RandomNumberGenerator.GetInt32(int.MaxValue);

    public static async Task<ServerHost> StartAsync(ServerOptions options, TimeProvider time, CancellationToken cancel)
    {
        Directory.CreateDirectory(options.DataDirectory);
        var loggers = options.Loggers ?? LoggerFactory.Create(static logging => logging.AddProvider(new StandardErrorLog()).SetMinimumLevel(LogLevel.Warning));
        var pki = ClusterPki.Open(Path.Combine(options.DataDirectory, "pki"), options.Listen.Address, AdvertisedOf(options)?.Address, time);
        var store = await StoreOpener.OpenAsync(options, time, loggers, cancel);
        var compactor = new AutoCompactor(store, new() { KeepFor = KeepHistoryFor }, time);
        compactor.Start();
        var apiServer = new ApiServerService(store, ApiServerOptionsOf(options, pki), time, loggers);
        try
        {
            await apiServer.StartAsync(cancel);
        }
        catch
        {
            await apiServer.DisposeAsync();
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
        if (_joinable is not null) await _joinable.DisposeAsync();
        if (_plane is not null) await _plane.DisposeAsync();
        await _apiServer.DisposeAsync();
        await _compactor.DisposeAsync();
        await _store.DisposeAsync();
        if (_ownsLoggers) _loggers.Dispose();
    }

    private async Task StartPlaneAsync(ServerOptions options, ClusterPki pki, TimeProvider time, CancellationToken cancel)
    {
        pki.WriteKubeconfigs(options.DataDirectory, Address);
        var ranges = ApiServerOptionsOf(options, pki).ServiceClusterIpRanges;
        var plane = new ControlPlaneOptions
        {
            RunsScheduler = !options.Disabled.Contains("scheduler"),
            RunsControllers = !options.Disabled.Contains("controllers"),
            Controllers = new()
            {
                RootAuthority = pki.Authority.CertificatePem,
                SigningAuthority = new(pki.Authority.CertificatePem, pki.Authority.KeyPem),
                ClusterCidrs = options.ClusterCidrs,
                ServiceCidrs = [.. ranges],
            },
        };
        var policy = new NodeRequestPolicy(
            [.. ((string[])[.. options.ClusterCidrs, .. ranges]).Select(IPNetwork.Parse)], [IPEndPoint.Parse(Address).Address]);
        var joinable = new JoinableOptions(TokenFile, Address, pki.Authority.CertificatePem, new(options.ClusterCidrs, options.DnsAddress), policy);
        _joinable = await Joinable.StartAsync(Identities, joinable, time, Seed, _loggers, cancel);
        _plane = await ControlPlane.StartAsync(Identities, plane, time, Seed, _loggers, cancel);
    }

    /// <summary>Listening everywhere, the first address of an interface that is up (upstream: <c>--advertise-address</c>'s default).</summary>
    private static IPEndPoint? AdvertisedOf(ServerOptions options)
    {
        if (options.Advertise is { } given) return given;
        if (!options.Listen.Address.Equals(IPAddress.Any) || options.Listen.Port == 0) return null;
        return MachineAddress.First() is { } address ? new(address, options.Listen.Port) : null;
    }

    private static ApiServerOptions ApiServerOptionsOf(ServerOptions options, ClusterPki pki)
    {
        // Clients are told whose certificates are taken, as upstream does: some choose theirs by it.
        var trust = SslCertificateTrust.CreateForX509Collection([pki.Authority.Certificate], sendTrustInHandshake: true);
        var context = SslStreamCertificateContext.Create(pki.Serving.ToX509(), [], offline: true, trust);
        (string Disabled, string Name)[] components = [("scheduler", "scheduler"), ("controllers", "controller-manager")];
        return new()
        {
            Listen = options.Listen,
            Advertise = AdvertisedOf(options),
            ServingCertificate = () => context,
            ClientAuthorities = [pki.Authority.Certificate],
            OwnComponents = [.. components.Where(one => !options.Disabled.Contains(one.Disabled)).Select(one => one.Name)],
            ServiceAccountKeys = [pki.ServiceAccounts],
            // The order kubeadm gives: names of nodes need not resolve here.
            Kubelets = new()
            {
                Certificate = pki.KubeletClient.ToX509(),
                Authorities = [pki.Authority.Certificate],
                PreferredAddressTypes = ["InternalIP", "ExternalIP", "Hostname"],
            },
            Seed = RandomNumberGenerator.GetInt32(int.MaxValue),
            Version = new()
            {
                Major = "1",
                Minor = options.Version.GitVersion.Split('.')[1],
                GitVersion = options.Version.GitVersion,
                GitCommit = options.Version.GitCommit,
                GitTreeState = options.Version.GitTreeState,
                BuildDate = options.Version.BuildDate,
                Platform = $"linux/{(RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64")}",
            },
        };
    }
}
