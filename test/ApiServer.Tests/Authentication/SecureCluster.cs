using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Tests.Admission;
using Kybernet.Base.Pki;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Tests.Authentication;

/// <summary>An API server over HTTPS with an audit log, for one test. Its clock stands at 2026; certificates are checked by real time.</summary>
internal sealed class SecureCluster : IAsyncDisposable
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kybernet-secure-");
    private AdmissionCluster? _cluster;

    public CertificateAuthority Authority { get; } = CertificateAuthority.Create("ca", Life, TimeProvider.System);

    public CertificateAuthority ProxyAuthority { get; } = CertificateAuthority.Create("front-proxy-ca", Life, TimeProvider.System);

    public TokenKey Key { get; } = TokenKey.Create();

    public AdmissionCluster Cluster => _cluster!;

    public string Address => Cluster.Server.ServerAddress;

    private string LogPath => Path.Combine(_folder.FullName, "audit.log");

    public static async Task<SecureCluster> StartAsync(Func<ApiServerOptions, ApiServerOptions>? change = null, ILoggerFactory? loggers = null)
    {
        var secure = new SecureCluster();
        var serving = secure.Authority.IssueServer("kube-apiserver", ["localhost"], [IPAddress.Loopback], Life);
        var context = SslStreamCertificateContext.Create(serving.ToX509(), [], offline: true);
        secure._cluster = await AdmissionCluster.StartAsync(
            options =>
            {
                options = options with
                {
                    Listen = new(IPAddress.Loopback, 0),
                    ServingCertificate = () => context,
                    ClientAuthorities = [secure.Authority.Certificate],
                    FrontProxy = new() { Authorities = [secure.ProxyAuthority.Certificate], AllowedNames = ["front-proxy-client"] },
                    CertificateTime = TimeProvider.System,
                    ServiceAccountKeys = [secure.Key],
                    Audit = new()
                    {
                        Policy = "{apiVersion: audit.k8s.io/v1, kind: Policy, rules: [{level: Metadata}]}",
                        File = new(secure.LogPath),
                    },
                };
                return change is null ? options : change(options);
            },
            loggers);
        return secure;
    }

    /// <summary>A client that shows the certificate, or none.</summary>
    public HttpClient Connect(X509Certificate2? certificate = null)
    {
        var tls = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
            LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate!,
        };
        tls.CertificateChainPolicy.CustomTrustStore.Add(Authority.Certificate);
        return new(new SocketsHttpHandler { SslOptions = tls }) { BaseAddress = new($"https://{Address}") };
    }

    public HttpClient ConnectAsAdministrator() => Connect(Authority.IssueClient("root", ["system:masters"], Life).ToX509());

    /// <summary>Asks who the bearer of a token is.</summary>
    public async Task<(HttpStatusCode Code, JsonElement Answer)> WhoAmIAsync(string token, HttpClient? client = null)
    {
        using var own = client is null ? Connect() : null;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews")
        {
            Content = new StringContent("""{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}""", Encoding.UTF8, "application/json"),
        };
        if (token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await (client ?? own!).SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement);
    }

    /// <summary>The user an answer names.</summary>
    public static JsonElement UserOf(JsonElement review) => review.GetProperty("status").GetProperty("userInfo");

    /// <summary>What is in the audit log.</summary>
    public async Task<string> AuditAsync()
    {
        using var stream = new FileStream(LogPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
