using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Kubelet.Server;

/// <summary>How a kubelet serves. Defaults are those of upstream's KubeletConfiguration.</summary>
public sealed record KubeletServerOptions
{
    /// <summary>The node this is: access is asked for by its name.</summary>
    public required string NodeName { get; init; }

    /// <summary>Where it listens; <c>address</c> and <c>port</c>. Port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Any, 10250);

    /// <summary>The serving certificate, asked for at each connection so that a renewed one is used at once.</summary>
    public required Func<SslStreamCertificateContext> ServingCertificate { get; init; }

    /// <summary>Who issues client certificates; <c>authentication.x509.clientCAFile</c>.</summary>
    public X509Certificate2Collection ClientAuthorities { get; init; } = [];

    /// <summary>Requests without an identity are <c>system:anonymous</c> instead of refused; <c>authentication.anonymous.enabled</c>.</summary>
    public bool AllowsAnonymous { get; init; }

    /// <summary>Which tokens are whose is remembered that long; <c>authentication.webhook.cacheTTL</c>.</summary>
    public TimeSpan TokenLife { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A permission is remembered that long; <c>authorization.webhook.cacheAuthorizedTTL</c>.</summary>
    public TimeSpan AllowedLife { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A refusal is remembered that long; <c>authorization.webhook.cacheUnauthorizedTTL</c>.</summary>
    public TimeSpan DeniedLife { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long requests under way may take to end after the server begins to stop.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The kubelet's configuration as <c>/configz</c> shows it, a JSON object.</summary>
    public Func<string> Configuration { get; init; } = static () => "{}";
}
