using System.Security.Cryptography.X509Certificates;
using Kybernet.Api.Core.V1;
using Kybernet.Base.Pki;
using Kybernet.Client;
using Kybernet.Dns.Publication;
using Kybernet.Hosts.Kyb.Joining;
using Kybernet.Hosts.Kyb.Nodes;
using Kybernet.Hosts.Kyb.Server;

namespace Kybernet.Hosts.Kyb.Agent;

/// <summary>Makes a machine a member: what proves who its components are, from disk or from the cluster, and what the cluster tells nodes.</summary>
/// <remarks>
/// The token proves the right to become a node once; all that follows is asked for as that node:
/// <code>
///   token ── CSR, kube-apiserver-client-kubelet ──▶ system:node:NAME ─┬─ CSR, kubelet-serving ───────▶ the kubelet's server
///                                                                     ├─ CSR, kube-apiserver-client ─▶ system:kube-proxy
///                                                                     └─ CSR, kube-apiserver-client ─▶ the DNS account
/// </code>
/// </remarks>
internal sealed class NodeJoin(AgentOptions options, ServerDoor door, CredentialFiles files, TimeProvider time)
{
    private const string KubeletSigner = "kubernetes.io/kube-apiserver-client-kubelet";

    /// <exception cref="IOException">The cluster refuses; the message says what.</exception>
    public async Task<JoinedNode> RunAsync(CancellationToken cancel)
    {
        var authority = await AuthorityAsync(cancel);
        var kubelet = door.As(await KubeletAsync(authority, cancel), authority);
        var client = new ApiClient(kubelet, door.Names, "kubelet");
        var read = await client.GetAsync<ConfigMap>(new("kube-system", JoinFacts.NodeConfig), cancel);
        if (!read.TryGet(out var map, out var error)) throw new IOException($"the cluster does not tell its settings: {error.Message}");
        var order = new CertificateOrder(client, time);
        var serving = ServingAsync(order, cancel);
        var proxy = ComponentAsync("kube-proxy", ComponentUsers.Proxy, order, cancel);
        var dns = ComponentAsync("kube-dns", DnsAccess.UserName, order, cancel);
        var access = new NodeAccess(door.Names, kubelet, door.As(await proxy, authority), door.As(await dns, authority));
        return new(access, new(await serving, X509Certificate2.CreateFromPem(authority)), JoinFacts.Of(map));
    }

    private async Task<string> AuthorityAsync(CancellationToken cancel)
    {
        if (options.AuthorityFile.Length > 0) return await File.ReadAllTextAsync(options.AuthorityFile, cancel);
        if (files.Authority is { Length: > 0 } kept) return kept;
        if (options.AuthorityHash.Length == 0) throw new IOException("to know the server, the agent needs --ca-file or --ca-cert-hash");
        return files.Authority = await door.AuthorityAsync(options.AuthorityHash, cancel);
    }

    private async Task<IssuedCertificate> KubeletAsync(string authority, CancellationToken cancel)
    {
        var subject = Subject($"system:node:{options.Node.NodeName}", "system:nodes");
        if (files.Find("kubelet-client", subject, null) is { } kept) return kept;
        if (!BootstrapToken.TryParse(options.Token, out var token))
            throw new IOException("to join, the agent needs --token with a token like abcdef.0123456789abcdef (kyb token create)");
        var order = new CertificateOrder(new ApiClient(door.With(token, authority), door.Names, "kubelet"), time);
        return Keep("kubelet-client", await order.PlaceAsync(KubeletSigner, "client auth", subject, null, cancel));
    }

    private async Task<IssuedCertificate> ServingAsync(CertificateOrder order, CancellationToken cancel)
    {
        const string Name = "kubelet-serving";
        var subject = Subject($"system:node:{options.Node.NodeName}", "system:nodes");
        if (files.Find(Name, subject, options.Node.Address) is { } kept) return kept;
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(options.Node.NodeName);
        names.AddIpAddress(options.Node.Address);
        return Keep(Name, await order.PlaceAsync(NodeRequestPolicy.ServingSigner, "server auth", subject, names.Build(), cancel));
    }

    private async Task<IssuedCertificate> ComponentAsync(string name, string user, CertificateOrder order, CancellationToken cancel)
    {
        var subject = Subject(user);
        if (files.Find(name, subject, null) is { } kept) return kept;
        return Keep(name, await order.PlaceAsync(NodeRequestPolicy.ClientSigner, "client auth", subject, null, cancel));
    }

    private IssuedCertificate Keep(string name, IssuedCertificate certificate)
    {
        files.Keep(name, certificate);
        return certificate;
    }

    private static X500DistinguishedName Subject(string user, params ReadOnlySpan<string> groups)
    {
        var name = new X500DistinguishedNameBuilder();
        foreach (var group in groups) name.AddOrganizationName(group);
        name.AddCommonName(user);
        return name.Build();
    }
}

/// <summary>What a node has when it has joined.</summary>
internal sealed record JoinedNode(NodeAccess Access, NodeTls Tls, JoinFacts Facts);
