using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Store.Serving;

/// <summary>The server's side of TLS. Certificate and key are read again when they changed; a pair that does not fit is left until it does.</summary>
internal sealed class ServerTls
{
    private readonly EtcdServerOptions _options;

    // Guards the two fields below; held while the files are read.
    private readonly Lock _gate = new();
    private SslServerAuthenticationOptions _current;
    private (DateTime Certificate, DateTime Key) _written;

    /// <summary>Reads the files; a missing or broken one throws, with its name.</summary>
    public ServerTls(EtcdServerOptions options)
    {
        _options = options;
        _written = Written();
        _current = Read();
    }

    public SslServerAuthenticationOptions Current()
    {
        lock (_gate)
        {
            var written = Written();
            if (written == _written) return _current;
            try
            {
                _current = Read();
                _written = written;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
            }

            return _current;
        }
    }

    private SslServerAuthenticationOptions Read()
    {
        using var certificate = X509Certificate2.CreateFromPemFile(_options.CertificateFile!, _options.KeyFile);
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_options.CertificateFile!);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(
                X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null), chain, offline: true),
        };
        if (_options.ClientCaFile is not { } clientCa) return options;

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(clientCa);
        if (policy.CustomTrustStore.Count == 0) throw new InvalidDataException($"no certificate in {clientCa}");
        options.CertificateChainPolicy = policy;
        options.ClientCertificateRequired = true;
        return options;
    }

    private (DateTime, DateTime) Written() => (File.GetLastWriteTimeUtc(_options.CertificateFile!), File.GetLastWriteTimeUtc(_options.KeyFile!));
}
