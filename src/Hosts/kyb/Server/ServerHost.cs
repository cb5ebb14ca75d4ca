using System.Net;
using System.Net.NetworkInformation;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Kybernet.ApiServer;
using Kybernet.Client.Kubeconfigs;
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

    private ServerHost(IStore store, AutoCompactor compactor, ApiServerService apiServer, ILoggerFactory loggers, string kubeconfig)
    {
        _store = store;
        _compactor = compactor;
        _apiServer = apiServer;
        _loggers = loggers;
        KubeconfigFile = kubeconfig;
    }

    public string Address => _apiServer.ServerAddress;

    public string KubeconfigFile { get; }

    public static async Task<ServerHost> StartAsync(ServerOptions options, TimeProvider time, CancellationToken cancel)
    {
        Directory.CreateDirectory(options.DataDirectory);
        var loggers = LoggerFactory.Create(static logging => logging.AddProvider(new StandardErrorLog()).SetMinimumLevel(LogLevel.Warning));
        var pki = ClusterPki.Open(Path.Combine(options.DataDirectory, "pki"), options.Listen.Address, time);
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

        var kubeconfig = Path.Combine(options.DataDirectory, "admin.kubeconfig");
        SecretFile.Write(kubeconfig, KubeconfigText.For(apiServer.ServerAddress, pki.Authority.CertificatePem, pki.Admin));
        return new(store, compactor, apiServer, loggers, kubeconfig);
    }

    public async ValueTask DisposeAsync()
    {
        await _apiServer.DisposeAsync();
        await _compactor.DisposeAsync();
        await _store.DisposeAsync();
        _loggers.Dispose();
    }

    /// <summary>Listening everywhere, the first address of an interface that is up (upstream: <c>--advertise-address</c>'s default).</summary>
    private static IPEndPoint? Advertised(IPEndPoint listen)
    {
        if (!listen.Address.Equals(IPAddress.Any) || listen.Port == 0) return null;
        var address = NetworkInterface.GetAllNetworkInterfaces()
            .Where(one => one is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback })
            .SelectMany(one => one.GetIPProperties().UnicastAddresses)
            .FirstOrDefault(one => one.Address.AddressFamily == AddressFamily.InterNetwork)?.Address;
        return address is null ? null : new(address, listen.Port);
    }

    private static ApiServerOptions ApiServerOptionsOf(ServerOptions options, ClusterPki pki)
    {
        var context = SslStreamCertificateContext.Create(pki.Serving.ToX509(), [], offline: true);
        return new()
        {
            Listen = options.Listen,
            Advertise = Advertised(options.Listen),
            ServingCertificate = () => context,
            ClientAuthorities = [pki.Authority.Certificate],
            ServiceAccountKeys = [pki.ServiceAccounts],
            // The order kubeadm gives: names of nodes need not resolve here.
            Kubelets = new() { Certificate = pki.KubeletClient.ToX509(), PreferredAddressTypes = ["InternalIP", "ExternalIP", "Hostname"] },
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
