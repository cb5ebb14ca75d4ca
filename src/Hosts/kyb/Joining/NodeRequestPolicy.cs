using System.Net;
using System.Security.Cryptography.X509Certificates;
using Kybernet.Api.Certificates.V1;
using Kybernet.Controllers.Certificates;
using Kybernet.Dns.Publication;
using Kybernet.Hosts.Kyb.Server;
using Kybernet.Machinery.Collections;

namespace Kybernet.Hosts.Kyb.Joining;

/// <summary>Which requests of nodes, beside their own client certificates, are approved without a person.</summary>
/// <param name="Foreign">Networks in which no node is: of services and pods.</param>
/// <param name="Taken">Addresses of who is no node: the API server's.</param>
internal sealed record NodeRequestPolicy(IPNetwork[] Foreign, IPAddress[] Taken)
{
    public const string ServingSigner = "kubernetes.io/kubelet-serving";
    public const string ClientSigner = "kubernetes.io/kube-apiserver-client";

    private const string NodePrefix = "system:node:";
    private const string NodesGroup = "system:nodes";

    /// <summary>Those whose requests are looked at.</summary>
    public static readonly ListOf<string> Signers = [ServingSigner, ClientSigner];

    /// <summary>Who the components of a node are that have an identity of their own.</summary>
    private static readonly string[] s_components = [ComponentUsers.Proxy, DnsAccess.UserName];

    /// <summary>
    /// A serving certificate is for the node's own name, and addresses no other has. A client certificate is for a component that every node
    /// runs, without groups.
    /// </summary>
    /// <param name="request">What was asked.</param>
    /// <param name="parsed">Its content, the signature checked.</param>
    /// <param name="addressesOfOthers">By the name of a node, the addresses of all others.</param>
    /// <returns>Null to leave it to people.</returns>
    public string? Approves(CertificateSigningRequest request, SigningRequest parsed, Func<string, IReadOnlySet<string>> addressesOfOthers)
    {
        var spec = request.Spec;
        if (!spec.Groups.Contains(NodesGroup) || !spec.Username.StartsWith(NodePrefix, StringComparison.Ordinal)) return null;
        var node = spec.Username[NodePrefix.Length..];
        return spec.SignerName switch
        {
            ServingSigner when IsServing(spec, parsed, node, addressesOfOthers) => "Auto approving kubelet serving certificate of its own name and addresses.",
            ClientSigner when IsComponent(spec, parsed) => $"Auto approving client certificate of {parsed.CommonName} for a node.",
            _ => null,
        };
    }

    private bool IsServing(
        CertificateSigningRequestSpec spec, SigningRequest parsed, string node, Func<string, IReadOnlySet<string>> addressesOfOthers)
    {
        if (parsed.CommonName != spec.Username || !OnlyUsages(spec, "server auth")) return false;
        if (parsed.Names.EmailCount > 0 || parsed.Names.UriCount > 0) return false;
        var names = new X509SubjectAlternativeNameExtension(parsed.Names.ToExtension(isCritical: false).RawData);
        var others = addressesOfOthers(node);
        return names.EnumerateDnsNames().All(name => name == node) && names.EnumerateIPAddresses().All(address => IsFree(address, others));
    }

    private bool IsFree(IPAddress address, IReadOnlySet<string> others) =>
        !IPAddress.IsLoopback(address) && !Taken.Contains(address) && !others.Contains(address.ToString())
        && !Foreign.Any(network => network.Contains(address));

    private static bool IsComponent(CertificateSigningRequestSpec spec, SigningRequest parsed) =>
        s_components.Contains(parsed.CommonName) && parsed.Organizations.Count == 0 && parsed.Names.Encoded.Count == 0 && OnlyUsages(spec, "client auth");

    private static bool OnlyUsages(CertificateSigningRequestSpec spec, string purpose) =>
        spec.Usages.Contains(purpose) && spec.Usages.All(usage => usage == purpose || usage is "digital signature" or "key encipherment");
}
