using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kybernet.Api.Certificates.V1;
using Kybernet.Base.Pki;
using Kybernet.Client;
using Kybernet.Machinery.Values;

namespace Kybernet.Hosts.Kyb.Agent;

/// <summary>Orders certificates from the cluster: a key made here, a signing request, and its certificate when it was approved.</summary>
/// <remarks>Upstream: client-go/util/certificate/csr.</remarks>
internal sealed class CertificateOrder(IClient client, TimeProvider time)
{
    // A person may have to approve it (upstream: certificateWaitTimeout, fifteen minutes).
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    /// <param name="signer">Who signs it.</param>
    /// <param name="usage"><c>client auth</c> or <c>server auth</c>.</param>
    /// <param name="subject">Whom it is for.</param>
    /// <param name="names">The server's names; null for none.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="IOException">It was refused, or nobody decided.</exception>
    public async Task<IssuedCertificate> PlaceAsync(
        string signer, string usage, X500DistinguishedName subject, X509Extension? names, CancellationToken cancel)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var content = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (names is not null) content.CertificateExtensions.Add(names);
        var request = new CertificateSigningRequest
        {
            Metadata = new() { GenerateName = "node-csr-" },
            Spec = new()
            {
                SignerName = signer,
                Usages = ["digital signature", usage],
                Request = Bytes.Adopt(Encoding.ASCII.GetBytes(content.CreateSigningRequestPem())),
            },
        };
        var created = await client.CreateAsync(request, cancel);
        if (!created.TryGet(out var placed, out var error)) throw new IOException($"a certificate of {subject.Name} cannot be asked for: {error.Message}");
        var certificate = await WaitAsync(placed.Metadata.Name, subject.Name, cancel);
        return new(certificate, key.ExportPkcs8PrivateKeyPem());
    }

    private async Task<string> WaitAsync(string name, string subject, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        while (time.GetElapsedTime(began) < s_patience)
        {
            var read = await client.GetAsync<CertificateSigningRequest>(new("", name), cancel);
            if (!read.TryGet(out var request, out var error)) throw new IOException($"the request {name} cannot be read: {error.Message}");
            if (!request.Status.Certificate.IsEmpty) return Encoding.ASCII.GetString(request.Status.Certificate.Span);
            foreach (var condition in request.Status.Conditions)
                if (condition.Type is RequestConditionType.Denied or RequestConditionType.Failed)
                    throw new IOException($"the certificate of {subject} was refused: {condition.Message}");
            await Task.Delay(s_pause, time, cancel);
        }

        throw new IOException($"nobody approved the certificate of {subject} in time: kubectl certificate approve {name}");
    }
}
