using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.Certificates;

/// <summary>What requests the signers of the cluster accept. Messages are upstream's.</summary>
/// <remarks>Upstream: pkg/apis/certificates/helpers and certificates/signer.</remarks>
internal static class KubeletRequests
{
    private const string NodeGroup = "system:nodes";
    private const string NodePrefix = "system:node:";
    private const string Signature = "digital signature";
    private const string Encipherment = "key encipherment";

    /// <returns>Empty, or why a kubelet's client certificate is not signed.</returns>
    public static string CheckClient(SigningRequest request, ListOf<string> usages)
    {
        if (!IsOfNodes(request)) return "subject organization is not system:nodes";
        if (request.Names.DnsCount > 0) return "DNS subjectAltNames are not allowed";
        if (request.Names.EmailCount > 0) return "Email subjectAltNames are not allowed";
        if (request.Names.AddressCount > 0) return "IP subjectAltNames are not allowed";
        if (request.Names.UriCount > 0) return "URI subjectAltNames are not allowed";
        if (!request.CommonName.StartsWith(NodePrefix, StringComparison.Ordinal)) return "subject common name does not begin with system:node:";
        return CheckUsages(usages, "client auth");
    }

    /// <returns>Empty, or why a kubelet's serving certificate is not signed.</returns>
    public static string CheckServing(SigningRequest request, ListOf<string> usages)
    {
        if (!IsOfNodes(request)) return "subject organization is not system:nodes";
        if (request.Names.DnsCount == 0 && request.Names.AddressCount == 0) return "DNS or IP subjectAltName is required";
        if (request.Names.EmailCount > 0) return "Email subjectAltNames are not allowed";
        if (request.Names.UriCount > 0) return "URI subjectAltNames are not allowed";
        if (CheckUsages(usages, "server auth") is { Length: > 0 } wrong) return wrong;
        return request.CommonName.StartsWith(NodePrefix, StringComparison.Ordinal) ? "" : "subject common name does not begin with system:node:";
    }

    /// <returns>Empty, or why a client certificate is not signed.</returns>
    public static string CheckApiServerClient(ListOf<string> usages)
    {
        foreach (var usage in usages)
            if (usage is not (Signature or Encipherment or "client auth")) return $"invalid usage for client certificate: {usage}";
        return usages.Contains("client auth") ? "" : "missing required usage for client certificate: client auth";
    }

    private static bool IsOfNodes(SigningRequest request) => request.Organizations is [NodeGroup];

    // Only RSA keys encipher.
    private static string CheckUsages(ListOf<string> usages, string purpose)
    {
        var set = usages.ToHashSet();
        set.Remove(Encipherment);
        if (set.SetEquals([Signature, purpose])) return "";
        string[] wanted = [purpose, Signature, Encipherment];
        return $"usages did not match [{string.Join(" ", wanted.Order(StringComparer.Ordinal))}]";
    }
}
