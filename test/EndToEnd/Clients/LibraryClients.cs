using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using Kybernet.Testing;

namespace Kybernet.EndToEnd.Tests.Clients;

/// <summary>Clients we did not write, with a cluster's kubeconfig.</summary>
internal static class LibraryClients
{
    public static Kubernetes Library(TestCluster cluster) => new(Configuration(cluster));

    /// <summary>A plain HTTP client with an administrator's certificate.</summary>
    public static HttpClient Http(TestCluster cluster)
    {
        var configuration = Configuration(cluster);
        var handler = new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.None };
        handler.SslOptions.ClientCertificates = [Certificate(configuration)];
        handler.SslOptions.RemoteCertificateValidationCallback =
            (_, certificate, chain, errors) => certificate is not null && Kubernetes.CertificateValidationCallBack(
                cluster, configuration.SslCaCerts, certificate, chain!, errors);
        return new(handler) { BaseAddress = new(configuration.Host), DefaultRequestVersion = new(2, 0) };
    }

    private static X509Certificate2 Certificate(KubernetesClientConfiguration configuration) => X509Certificate2.CreateFromPem(
        Encoding.UTF8.GetString(Convert.FromBase64String(configuration.ClientCertificateData)),
        Encoding.UTF8.GetString(Convert.FromBase64String(configuration.ClientCertificateKeyData)));

    private static KubernetesClientConfiguration Configuration(TestCluster cluster)
    {
        using var kubeconfig = new MemoryStream(Encoding.UTF8.GetBytes(cluster.Kubeconfig!));
        return KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig);
    }
}
