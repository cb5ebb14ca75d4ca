using System.Text;

namespace Kybernet.Bench.Load.Flow;

/// <summary>Requests in the name of others, as an administrator may send them.</summary>
internal static class TenantRequests
{
    /// <summary>The request with the headers that impersonate a user; of a service account with its group.</summary>
    public static byte[] As(string user, byte[] request)
    {
        var text = Encoding.ASCII.GetString(request);
        var end = text.IndexOf("\r\n", StringComparison.Ordinal) + 2;
        var groups = user.StartsWith("system:serviceaccount:", StringComparison.Ordinal) ? "Impersonate-Group: system:serviceaccounts\r\n" : "";
        return Encoding.ASCII.GetBytes(
            $"{text[..end]}Impersonate-User: {user}\r\n{groups}{text[end..]}");
    }

    /// <summary>Creates the binding that lets every service account read.</summary>
    public static byte[] LetServiceAccountsIn()
    {
        const string Body = """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"tenants"},
            "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"system:kube-scheduler"},
            "subjects":[{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"system:serviceaccounts"}]}
            """;
        return Post("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", Body);
    }

    /// <summary>Creates the lease a scheduler holds.</summary>
    public static byte[] CreateLease() => Post(
        "/apis/coordination.k8s.io/v1/namespaces/kube-system/leases",
        """{"apiVersion":"coordination.k8s.io/v1","kind":"Lease","metadata":{"name":"kube-scheduler"},"spec":{}}""");

    private static byte[] Post(string path, string body) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: load\r\nAccept: application/json\r\n"
        + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
}
