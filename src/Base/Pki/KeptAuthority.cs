using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kybernet.Base.Pki;

/// <summary>
/// An authority in its files, read anew when they change. The certificate's file may hold several: the first signs, all are trusted, so that
/// one can be exchanged for another.
/// </summary>
public sealed class KeptAuthority
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(3650);

    private readonly CertificateFiles _files;
    private readonly TimeProvider _time;
    private Snapshot _snapshot;

    private KeptAuthority(CertificateFiles files, TimeProvider time, Snapshot snapshot) => (_files, _time, _snapshot) = (files, time, snapshot);

    /// <summary>Signs.</summary>
    public CertificateAuthority Authority => Volatile.Read(ref _snapshot).Authority;

    /// <summary>The whole of the certificate's file.</summary>
    public string BundlePem => Volatile.Read(ref _snapshot).Pem;

    /// <summary>To trust. The same collection until the files change.</summary>
    public X509Certificate2Collection Trusted => Volatile.Read(ref _snapshot).Trusted;

    /// <param name="directory">Where the files are.</param>
    /// <param name="name">What they are called: <c>ca</c>, <c>front-proxy-ca</c>.</param>
    /// <param name="commonName">Of one that is made because there is none.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="IOException">One of the files is there without the other, or they are not what they should be.</exception>
    public static KeptAuthority Open(string directory, string name, string commonName, TimeProvider time)
    {
        var files = new CertificateFiles(directory, name);
        if (!File.Exists(files.CertificatePath) && !File.Exists(files.KeyPath))
        {
            var made = CertificateAuthority.Create(commonName, Life, time);
            files.Write(new(made.CertificatePem, made.KeyPem));
        }

        // Nothing is made anew beside a half: all that the other half has signed would be void.
        if (!File.Exists(files.CertificatePath) || !File.Exists(files.KeyPath))
            throw new IOException($"{files.CertificatePath} and {files.KeyPath} must be there together; one of them is missing");
        return Read(files, time) is { } snapshot
            ? new(files, time, snapshot)
            : throw new IOException($"{files.CertificatePath} and {files.KeyPath} are no certificate and its ECDSA key");
    }

    /// <summary>True when the files had another authority, which is used from now on.</summary>
    public bool Check()
    {
        if (Read(_files, _time) is not { } found || (found.Pem == BundlePem && found.Authority.KeyPem == Authority.KeyPem)) return false;
        Volatile.Write(ref _snapshot, found);
        return true;
    }

    private static Snapshot? Read(CertificateFiles files, TimeProvider time)
    {
        try
        {
            var pem = File.ReadAllText(files.CertificatePath);
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPem(pem);
            return new(CertificateAuthority.Load(pem, File.ReadAllText(files.KeyPath), time), pem, trusted);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException)
        {
            return null;
        }
    }

    private sealed record Snapshot(CertificateAuthority Authority, string Pem, X509Certificate2Collection Trusted);
}
