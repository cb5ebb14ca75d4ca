using System.Net;
using Kybernet.Base.Pki;
using Kybernet.Hosts.Kyb.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Hosts.Tests.Certs;

/// <summary>A server of this process on a data directory, without controllers and scheduler.</summary>
internal static class RunningServer
{
    public static Task<ServerHost> StartAsync(string directory, RenewalOptions certificates, CancellationToken cancel) => ServerHost.StartAsync(
        new()
        {
            DataDirectory = directory,
            Listen = new(IPAddress.Loopback, 0),
            Store = "memory",
            Version = new("v1.36.0+kybernet.testing", "", "", ""),
            Disabled = ["scheduler", "controllers"],
            Certificates = certificates,
            Loggers = NullLoggerFactory.Instance,
        },
        TimeProvider.System, cancel);

    /// <summary>A client as the kubeconfig says now, whoever it says, at whatever authority it trusts.</summary>
    public static async Task<HttpClient> ConnectAsync(string kubeconfig, CancellationToken cancel)
    {
        var text = await File.ReadAllTextAsync(kubeconfig, cancel);
        var connection = Client.Kubeconfigs.Connections.Of(Client.Kubeconfigs.KubeconfigReader.Read(text, "/"), "", TimeProvider.System);
        var credential = await connection.Credentials.GetAsync(cancel);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => credential.Certificate!;
        var policy = new System.Security.Cryptography.X509Certificates.X509ChainPolicy
        {
            TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust,
            RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.ImportFromPem(connection.AuthorityPem);
        handler.SslOptions.CertificateChainPolicy = policy;
        return new(handler) { BaseAddress = connection.Server };
    }
}
