using System.Net;

namespace Kybernet.Hosts.Kyb.Server;

/// <summary>The addresses of a cluster that nothing else is said of; services have the API server's default.</summary>
internal static class ClusterNetworks
{
    public static string[] Pods => ["10.244.0.0/16"];

    /// <summary>Of the Service <c>kube-dns</c>, in the services' network.</summary>
    public static IPAddress Dns => new([10, 96, 0, 10]);
}
