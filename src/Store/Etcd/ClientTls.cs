using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Store.Etcd;

/// <summary>The client's side of TLS: whom it trusts and who it says it is.</summary>
/// <remarks>
/// The client certificate is looked up with every handshake and read again when a file has changed, so a renewed certificate is
/// used from the next connection on. While a pair of files does not fit together (one is renewed, the other not yet), the last good
/// certificate stays.
/// </remarks>
internal sealed class ClientTls
{
    private readonly X509Certificate2Collection? _authorities;
    private readonly string? _certificateFile;
    private readonly string? _keyFile;

    // Guards the two fields below; held while the files are read.
    private readonly Lock _gate = new();
    private X509Certificate2? _certificate;
    private (DateTime Certificate, DateTime Key) _written;

    private ClientTls(X509Certificate2Collection? authorities, string? certificateFile, string? keyFile)
    {
        _authorities = authorities;
        _certificateFile = certificateFile;
        _keyFile = keyFile;
    }

    /// <summary>Reads the files; a missing or broken one throws, with its name.</summary>
    public static ClientTls? From(EtcdStoreOptions options)
    {
        if (options.CaFile is null && options.CertificateFile is null) return null;
        X509Certificate2Collection? authorities = null;
        if (options.CaFile is not null)
        {
            authorities = [];
            authorities.ImportFromPemFile(options.CaFile);
            if (authorities.Count == 0) throw new InvalidDataException($"etcd: no certificate in {options.CaFile}");
        }

        var tls = new ClientTls(authorities, options.CertificateFile, options.KeyFile);
        if (options.CertificateFile is not null) tls._certificate = tls.Read();
        return tls;
    }

    public SslClientAuthenticationOptions OptionsFor()
    {
        var options = new SslClientAuthenticationOptions();
        if (_authorities is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
        }

        if (_certificateFile is not null) options.LocalCertificateSelectionCallback = (_, _, _, _, _) => Current();
        return options;
    }

    private X509Certificate2 Current()
    {
        lock (_gate)
        {
            if (_certificate is not null && _written == Written()) return _certificate;
            try
            {
                _certificate = Read();
            }
            catch (Exception e) when (_certificate is not null
                && e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
            {
            }

            return _certificate!;
        }
    }

    private X509Certificate2 Read()
    {
        var written = Written();
        var certificate = X509Certificate2.CreateFromPemFile(_certificateFile!, _keyFile);
        _written = written;
        return certificate;
    }

    private (DateTime, DateTime) Written() => (File.GetLastWriteTimeUtc(_certificateFile!), File.GetLastWriteTimeUtc(_keyFile!));
}
