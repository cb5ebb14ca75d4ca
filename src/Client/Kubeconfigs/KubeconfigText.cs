using System.Text;
using Kybernet.Base.Pki;

namespace Kybernet.Client.Kubeconfigs;

/// <summary>Writes a kubeconfig with a client certificate.</summary>
public static class KubeconfigText
{
    public static string For(string address, string authorityPem, IssuedCertificate client) =>
        $"""
        apiVersion: v1
        kind: Config
        clusters:
        - name: kybernet
          cluster:
            server: https://{address}
            certificate-authority-data: {Base64(authorityPem)}
        users:
        - name: kubernetes-admin
          user:
            client-certificate-data: {Base64(client.CertificatePem)}
            client-key-data: {Base64(client.KeyPem)}
        contexts:
        - name: kubernetes-admin@kybernet
          context:
            cluster: kybernet
            user: kubernetes-admin
        current-context: kubernetes-admin@kybernet

        """;

    private static string Base64(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
}
