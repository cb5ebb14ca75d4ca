using System.Net.Security;
using System.Runtime.Versioning;
using System.Security.Authentication;

namespace Kybernet.ApiServer.Http;

/// <summary>TLS 1.2 and later, with forward secrecy and authenticated encryption only. Upstream: Go's <c>preferredDefaultCipherSuites</c>.</summary>
internal static class ModernTls
{
    public const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Null where the system alone decides.</summary>
    public static CipherSuitesPolicy? Suites { get; } = OperatingSystem.IsLinux() ? Make() : null;

    [SupportedOSPlatform("linux")]
    private static CipherSuitesPolicy Make() => new(
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]);
}
