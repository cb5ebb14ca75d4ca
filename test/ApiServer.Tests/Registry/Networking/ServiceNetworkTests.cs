using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry.Networking.ServiceNetworks;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Networking;

public class ServiceNetworkTests
{
    private static readonly PatchedKind<ServiceCIDR> s_cidr =
        new(new ServiceCIDRStrategy(), """{"metadata":{"name":"kubernetes"},"spec":{"cidrs":["10.96.0.0/16"]}}""");

    private static readonly PatchedKind<IPAddress> s_address = new(
        new IPAddressStrategy(), """{"metadata":{"name":"10.96.0.1"},"spec":{"parentRef":{"resource":"services","name":"a","namespace":"b"}}}""",
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    [Theory]
    [InlineData("['10.96.0.0/16','fd00::/112']", "")]
    [InlineData("[]", "spec.cidrs: Required value: at least one CIDR required")]
    [InlineData("['10.96.0.1/16']", "spec.cidrs[0]: Invalid value: \"10.96.0.1/16\": must not have bits set beyond the prefix length")]
    [InlineData(
        "['10.0.0.0/24','10.0.1.0/24']",
        "spec.cidrs: Invalid value: [\"10.0.0.0/24\",\"10.0.1.0/24\"]: may specify no more than one IP for each IP family, i.e"
        + " 192.168.0.0/24 and 2001:db8::/64")]
    [InlineData(
        "['10.0.0.0/24','fd00::/112','10.0.1.0/24']",
        "spec.cidrs: Invalid value: {\"CIDRs\":[\"10.0.0.0/24\",\"fd00::/112\",\"10.0.1.0/24\"]}: may only hold up to 2 values")]
    public void Create_Networks_AreJudged(string cidrs, string expected) =>
        Assert.Equal(expected, s_cidr.Create($"{{'spec':{{'cidrs':{cidrs}}}}}"));

    [Theory]
    [InlineData("['10.96.0.0/16','fd00::/112']", "")]
    [InlineData("['10.97.0.0/16']", "spec.cidrs[0]: Invalid value: \"10.97.0.0/16\": field is immutable")]
    [InlineData("[]", "spec.cidrs: Invalid value: []: field is immutable")]
    public void Update_Networks_OnlyGrow(string cidrs, string expected) =>
        Assert.Equal(expected, s_cidr.Update($"{{'spec':{{'cidrs':{cidrs}}}}}"));

    [Fact]
    public void PrepareStatus_Metadata_Stays() => Assert.Equal(
        s_cidr.With(),
        s_cidr.Strategy.Status!.PrepareForUpdate(s_cidr.With("{'metadata':{'labels':{'a':'b'}}}"), s_cidr.With(), PatchedKind<ServiceCIDR>.Context));

    [Theory]
    [InlineData("10.96.0.1", "")]
    [InlineData("fd00::1", "")]
    [InlineData("FD00::1", "must be in canonical form (\"fd00::1\")")]
    [InlineData("web", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    public void CheckName_Address_IsCanonical(string name, string expected) =>
        Assert.Equal(expected, string.Join('\n', s_address.Strategy.CheckName(name, prefix: false)));

    [Theory]
    [InlineData("{'spec':{'parentRef':null}}", "spec.parentRef: Required value")]
    [InlineData("{'spec':{'parentRef':{'resource':''}}}", "spec.parentRef.resource: Required value")]
    [InlineData("{'spec':{'parentRef':{'group':'A'}}}", "spec.parentRef.group: Invalid value: \"A\": a lowercase RFC 1123 subdomain")]
    public void CreateAddress_Reference_IsJudged(string patch, string expected) => Assert.StartsWith(expected, s_address.Create(patch));
}
