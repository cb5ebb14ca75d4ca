using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Kybernet.Api.Core.V1;
using Microsoft.Extensions.Logging;

namespace Kybernet.ApiServer.Tests.Authentication;

/// <summary>What must not be seen is not, and connections are as they should be.</summary>
public sealed class SecrecyTests
{
    private static readonly string[] s_planted =
        ["planted-static-token", "planted-secret-data", "plantedplantedpl", "planted-bearer-nobody-knows"];

    [Fact]
    public async Task Secrets_AfterRequestsWithThem_AreInNoLogNoAuditAndNoMetrics()
    {
        using var logs = new CapturedLogs();
        await using var secure = await SecureCluster.StartAsync(
            static options => options with { Authentication = options.Authentication with { StaticTokens = "planted-static-token,jane,1" } }, logs);
        await secure.Cluster.MakeAsync<Secret>(
            "{apiVersion: v1, kind: Secret, metadata: {name: planted, namespace: default}, stringData: {key: planted-secret-data}}");
        await secure.Cluster.MakeAsync<Secret>(
            "{apiVersion: v1, kind: Secret, type: bootstrap.kubernetes.io/token, metadata: {name: bootstrap-token-dddddd, namespace: kube-system}, "
            + "stringData: {token-id: dddddd, token-secret: plantedplantedpl, usage-bootstrap-authentication: 'true'}}");
        foreach (var token in (string[])["planted-static-token", "dddddd.plantedplantedpl", "planted-bearer-nobody-knows", "dddddd.plantedplantedpx"])
            await secure.WhoAmIAsync(token);
        using var client = secure.ConnectAsAdministrator();
        var secret = await client.GetStringAsync("/api/v1/namespaces/default/secrets/planted", TestContext.Current.CancellationToken);
        Assert.Contains("data", secret, StringComparison.Ordinal);
        var metrics = await client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        var everything = string.Join('\n', [metrics, await secure.AuditAsync(), .. logs.Lines]);
        Assert.Contains("jane", everything, StringComparison.Ordinal);
        foreach (var planted in s_planted)
        {
            Assert.DoesNotContain(planted, everything, StringComparison.Ordinal);
            Assert.DoesNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(planted)), everything, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(SslProtocols.Tls13, TlsCipherSuite.TLS_AES_256_GCM_SHA384, true)]
    [InlineData(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, true)]
    [InlineData(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, true)]
    [InlineData(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, false)]
    [InlineData(SslProtocols.Tls12, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, false)]
    public async Task Tls_OnlyModernSuites_AreSpoken(SslProtocols protocol, TlsCipherSuite suite, bool isSpoken)
    {
        if (!OperatingSystem.IsLinux()) return;
        await using var secure = await SecureCluster.StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(System.Net.IPEndPoint.Parse(secure.Address), TestContext.Current.CancellationToken);
        await using var tls = new SslStream(socket.GetStream());
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocol,
            CipherSuitesPolicy = new([suite]),
            CertificateChainPolicy = new() { TrustMode = System.Security.Cryptography.X509Certificates.X509ChainTrustMode.CustomRootTrust },
        };
        options.CertificateChainPolicy.RevocationMode = System.Security.Cryptography.X509Certificates.X509RevocationMode.NoCheck;
        options.CertificateChainPolicy.CustomTrustStore.Add(secure.Authority.Certificate);
        var failure = await Record.ExceptionAsync(() => tls.AuthenticateAsClientAsync(options, TestContext.Current.CancellationToken));
        Assert.Equal(isSpoken, failure is null);
        if (isSpoken) Assert.Equal(suite, tls.NegotiatedCipherSuite);
    }

    private sealed class CapturedLogs : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
