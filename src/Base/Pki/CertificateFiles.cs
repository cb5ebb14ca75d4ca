using System.Security.Cryptography;

namespace Kybernet.Base.Pki;

/// <summary>A certificate and its key as files of one directory: <c>NAME.crt</c> and <c>NAME.key</c>, both with mode 0600.</summary>
public sealed record CertificateFiles(string Directory, string Name)
{
    public string CertificatePath => Path.Combine(Directory, Name + ".crt");

    public string KeyPath => Path.Combine(Directory, Name + ".key");

    /// <summary>Null when they are not there, or do not belong together: the second happens while somebody writes them.</summary>
    public HeldCertificate? Read()
    {
        try
        {
            return File.Exists(CertificatePath) && File.Exists(KeyPath)
                ? HeldCertificate.Of(new(File.ReadAllText(CertificatePath), File.ReadAllText(KeyPath)))
                : null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException)
        {
            return null;
        }
    }

    /// <summary>The key first: a certificate that is there has its key beside it.</summary>
    public void Write(IssuedCertificate issued)
    {
        SecretFile.Write(KeyPath, issued.KeyPem);
        SecretFile.Write(CertificatePath, issued.CertificatePem);
    }
}
