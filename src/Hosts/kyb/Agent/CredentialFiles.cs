using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Base.Pki;

namespace Kybernet.Hosts.Kyb.Agent;

/// <summary>A node's certificates on disk, each with its key, readable by their owner only.</summary>
internal sealed class CredentialFiles(string directory, TimeProvider time)
{
    // A certificate is renewed at a start that finds less than that left of its life.
    private static readonly TimeSpan s_rest = TimeSpan.FromDays(60);

    /// <summary>PEM of the cluster's authority; empty before the node has joined.</summary>
    public string Authority
    {
        get => File.Exists(PathOf("ca.crt")) ? File.ReadAllText(PathOf("ca.crt")) : "";
        set => Write("ca.crt", value);
    }

    /// <summary>The certificate under a name, if it is there, for the same subject and, where one is given, the address, and lives on for a while.</summary>
    public IssuedCertificate? Find(string name, X500DistinguishedName subject, IPAddress? address)
    {
        var file = PathOf(name + ".pem");
        if (!File.Exists(file)) return null;
        var pem = File.ReadAllText(file);
        try
        {
            using var certificate = X509Certificate2.CreateFromPem(pem, pem);
            if (!certificate.SubjectName.RawData.AsSpan().SequenceEqual(subject.RawData)) return null;
            if (certificate.NotAfter - time.GetUtcNow().LocalDateTime < s_rest) return null;
            if (address is not null && !certificate.MatchesHostname(address.ToString())) return null;
            return new(certificate.ExportCertificatePem(), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    public void Keep(string name, IssuedCertificate certificate) =>
        Write(name + ".pem", certificate.CertificatePem.TrimEnd() + "\n" + certificate.KeyPem + "\n");

    private string PathOf(string file) => Path.Combine(directory, file);

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(directory);
        SecretFile.Write(PathOf(file), text);
    }
}
