using System.Text;

namespace Kybernet.Bench.Load.Flow;

/// <summary>Who the tenants are, and what lets them in.</summary>
internal static class TenantRequests
{
    /// <summary>A service account's group. What it may do comes from roles, and flow control holds for it; neither is so for an administrator.</summary>
    public const string Group = "system:serviceaccounts";

    /// <summary>The user name of the account <c>app</c> of a namespace.</summary>
    public static string Account(string @namespace) => $"system:serviceaccount:{@namespace}:app";

    /// <summary>Creates the binding that lets every service account in.</summary>
    public static byte[] LetServiceAccountsIn()
    {
        const string Body = """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"tenants"},
            "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"},
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
