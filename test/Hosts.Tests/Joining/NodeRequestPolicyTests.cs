using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Kybernet.Api.Certificates.V1;
using Kybernet.Controllers.Certificates;
using Kybernet.Hosts.Kyb.Joining;

namespace Kybernet.Hosts.Tests.Joining;

public class NodeRequestPolicyTests
{
    private static readonly NodeRequestPolicy s_policy = new(
        [IPNetwork.Parse("10.96.0.0/12"), IPNetwork.Parse("10.244.0.0/16")], [IPAddress.Parse("192.0.2.1")]);

    [Theory]
    [InlineData("system:node:n1", "n1", "192.0.2.10", true)]
    [InlineData("system:node:n2", "n1", "192.0.2.10", false)]
    [InlineData("system:node:n1", "kubernetes", "192.0.2.10", false)]
    [InlineData("system:node:n1", "n1", "10.96.0.1", false)]
    [InlineData("system:node:n1", "n1", "10.244.1.7", false)]
    [InlineData("system:node:n1", "n1", "127.0.0.1", false)]
    [InlineData("system:node:n1", "n1", "192.0.2.1", false)]
    [InlineData("system:node:n1", "n1", "192.0.2.20", false)]
    public void Approves_Serving_OwnNameAndAddressOnly(string subject, string name, string address, bool isApproved) =>
        Assert.Equal(isApproved, IsApproved(NodeRequestPolicy.ServingSigner, "server auth", subject, "system:nodes", name, address));

    [Theory]
    [InlineData("system:kube-proxy", "", true)]
    [InlineData("system:serviceaccount:kube-system:kube-dns", "", true)]
    [InlineData("system:kube-proxy", "system:nodes", false)]
    [InlineData("system:kube-scheduler", "", false)]
    [InlineData("system:node:n2", "", false)]
    public void Approves_Client_ComponentsOfNodesOnly(string subject, string group, bool isApproved) =>
        Assert.Equal(isApproved, IsApproved(NodeRequestPolicy.ClientSigner, "client auth", subject, group, "", ""));

    [Fact]
    public void Approves_RequesterIsNoNode_LeftToPeople() =>
        Assert.False(IsApproved(NodeRequestPolicy.ClientSigner, "client auth", "system:kube-proxy", "", "", "", requester: "system:bootstrap:abcdef"));

    private static bool IsApproved(
        string signer, string usage, string subject, string group, string name, string address, string requester = "system:node:n1")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var distinguished = new X500DistinguishedNameBuilder();
        if (group.Length > 0) distinguished.AddOrganizationName(group);
        distinguished.AddCommonName(subject);
        var content = new CertificateRequest(distinguished.Build(), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (name.Length > 0) names.AddDnsName(name);
        if (address.Length > 0) names.AddIpAddress(IPAddress.Parse(address));
        if (name.Length > 0) content.CertificateExtensions.Add(names.Build());
        Assert.True(SigningRequest.TryParse(Encoding.ASCII.GetBytes(content.CreateSigningRequestPem()), out var parsed, out _));
        var request = new CertificateSigningRequest
        {
            Spec = new() { SignerName = signer, Username = requester, Groups = ["system:nodes"], Usages = ["digital signature", usage] },
        };
        return s_policy.Approves(request, parsed, static _ => new HashSet<string> { "192.0.2.20" }) is not null;
    }
}
