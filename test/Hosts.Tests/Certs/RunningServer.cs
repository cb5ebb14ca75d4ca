using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Pki;
using Kybernet.Client.Kubeconfigs;
using Kybernet.Hosts.Kyb.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Hosts.Tests.Certs;

/// <summary>A server of this process on a data directory, without controllers and scheduler.</summary>
internal static class RunningServer
{
    /// <summary>Of an administrator.</summary>
    public const string Token = "live";

    public static Task<ServerHost> StartAsync(string directory, RenewalOptions certificates, CancellationToken cancel) =>
        StartAsync(directory, certificates, TimeProvider.System, cancel);

    public static Task<ServerHost> StartAsync(string directory, RenewalOptions certificates, TimeProvider time, CancellationToken cancel) =>
        ServerHost.StartAsync(
            new()
            {
                DataDirectory = directory,
                Listen = new(IPAddress.Loopback, 0),
                Store = "memory",
                Version = new("v1.36.0+kybernet.testing", "", "", ""),
                Disabled = ["scheduler", "controllers"],
                Certificates = certificates,
                ApiServer = static options => options with
                {
                    Authentication = options.Authentication with { StaticTokens = $"{Token},live,1,system:masters" },
                },
                Loggers = NullLoggerFactory.Instance,
            },
            time, cancel);

    /// <summary>A client as the kubeconfig says now.</summary>
    public static async Task<HttpClient> ConnectAsync(string kubeconfig, CancellationToken cancel) =>
        Connect(await File.ReadAllTextAsync(kubeconfig, cancel), "", TimeProvider.System);

    /// <summary>A client as a kubeconfig says, or with a token in place of its certificate. It believes the authority of the kubeconfig alone.</summary>
    public static HttpClient Connect(string kubeconfig, string token, TimeProvider time)
    {
        var read = KubeconfigReader.Read(kubeconfig, "/");
        var (cluster, user) = (read.Clusters.Values.First(), read.Users.Values.First());
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            VerificationTime = time.GetUtcNow().UtcDateTime,
        };
        policy.CustomTrustStore.ImportFromPem(cluster.CertificateAuthorityData);
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = policy;
        if (token.Length == 0)
        {
            var certificate = new IssuedCertificate(user.ClientCertificateData, user.ClientKeyData).ToX509();
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        var client = new HttpClient(handler) { BaseAddress = new(cluster.Server) };
        if (token.Length > 0) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
