using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.ServiceEndpoints;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class EndpointsTests
{
    private static readonly PatchedKind<Endpoints> s_kind = new(
        new EndpointsStrategy(),
        """{"metadata":{"name":"web"},"subsets":[{"addresses":[{"ip":"10.0.0.1"}],"ports":[{"port":80,"protocol":"TCP"}]}]}""",
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    [Theory]
    [InlineData("[{'notReadyAddresses':[{'ip':'10.0.0.1'}]}]", "")]
    [InlineData(
        "[{'ports':[{'port':80,'protocol':'TCP'}]}]", "subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`")]
    [InlineData(
        "[{'addresses':[{'ip':'127.0.0.1'}]}]",
        "subsets[0].addresses[0].ip: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)")]
    [InlineData(
        "[{'addresses':[{'ip':'169.254.1.1'}]}]",
        "subsets[0].addresses[0].ip: Invalid value: \"169.254.1.1\": may not be in the link-local range (169.254.0.0/16, fe80::/10)")]
    [InlineData(
        "[{'addresses':[{'ip':'0.0.0.0'}]}]", "subsets[0].addresses[0].ip: Invalid value: \"0.0.0.0\": may not be unspecified (0.0.0.0)")]
    [InlineData(
        "[{'addresses':[{'ip':'224.0.0.9'}]}]",
        "subsets[0].addresses[0].ip: Invalid value: \"224.0.0.9\": may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)")]
    [InlineData(
        "[{'addresses':[{'ip':'::ffff:1.2.3.4'}]}]",
        "subsets[0].addresses[0].ip: Invalid value: \"::ffff:1.2.3.4\": must not be an IPv4-mapped IPv6 address")]
    [InlineData(
        "[{'addresses':[{'ip':'1.2.3.4','hostname':'a.b'}]}]",
        "subsets[0].addresses[0].hostname: Invalid value: \"a.b\": must not contain dots")]
    [InlineData(
        "[{'addresses':[{'ip':'1.2.3.4'}],'ports':[{'port':1,'protocol':'TCP'},{'port':2,'protocol':'TCP','name':'b'}]}]",
        "subsets[0].ports[0].name: Required value")]
    public void Create_Subsets_AreJudged(string subsets, string expected) =>
        Assert.Equal(expected, s_kind.Create($"{{'subsets':{subsets}}}"));

    [Fact]
    public void Create_NoAddress_IsInvalidTwice() => Assert.Equal(
        "subsets[0].addresses[0].ip: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)\n"
        + "subsets[0].addresses[0].ip: Invalid value: \"x\": must be a valid IP address",
        s_kind.Create("{'subsets':[{'addresses':[{'ip':'x'}]}]}"));

    [Fact]
    public void Update_UnchangedSubsets_AreNotLookedAt()
    {
        const string Bad = "{'subsets':[{'addresses':[{'ip':'x'}]}]}";
        Assert.Equal("", s_kind.Update("{'metadata':{'labels':{'a':'b'}}}", Bad));
        Assert.NotEqual("", s_kind.Update(Bad));
    }

    [Fact]
    public void WarnOnCreate_OddAddress_IsSaidUnlessControllers()
    {
        const string Odd = "'subsets':[{'addresses':[{'ip':'FD00::1'}]}]";
        Assert.StartsWith("subsets[0].addresses[0].ip: IPv6 address", s_kind.Warnings($"{{{Odd}}}"));
        Assert.Equal("", s_kind.Warnings($"{{'metadata':{{'labels':{{'endpoints.kubernetes.io/managed-by':'endpoint-controller'}}}},{Odd}}}"));
    }
}
