using Kybernet.Api.Discovery.V1;
using Kybernet.ApiServer.Registry.Discovery;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Discovery;

public class EndpointSliceTests
{
    private static readonly PatchedKind<EndpointSlice> s_kind = new(
        new EndpointSliceStrategy(),
        """
        {"metadata":{"name":"web-1","generation":3},"addressType":"IPv4","endpoints":[{"addresses":["10.0.0.1"]}],
        "ports":[{"name":"","port":80,"protocol":"TCP"}]}
        """,
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{'addressType':null}", "addressType: Required value")]
    [InlineData("{'addressType':'IPX'}", "addressType: Unsupported value: \"IPX\": supported values: \"FQDN\", \"IPv4\", \"IPv6\"")]
    [InlineData("{'addressType':'FQDN','endpoints':[{'addresses':['a.example.com']}]}", "")]
    [InlineData(
        "{'addressType':'FQDN','endpoints':[{'addresses':['a']}]}",
        "endpoints[0].addresses[0]: Invalid value: \"a\": should be a domain with at least two segments separated by dots")]
    [InlineData("{'endpoints':[{'addresses':[]}]}", "endpoints[0].addresses: Required value: must contain at least 1 address")]
    [InlineData("{'endpoints':[{'addresses':['fd00::1']}]}", "endpoints[0].addresses: Invalid value: \"fd00::1\": must be an IPv4 address")]
    [InlineData("{'addressType':'IPv6'}", "endpoints[0].addresses: Invalid value: \"10.0.0.1\": must be an IPv6 address")]
    [InlineData(
        "{'endpoints':[{'addresses':['127.0.0.1']}]}",
        "endpoints[0].addresses[0]: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)")]
    [InlineData(
        "{'endpoints':[{'addresses':['10.0.0.1'],'nodeName':'A'}]}",
        "endpoints[0].nodeName: Invalid value: \"A\": a lowercase RFC 1123 subdomain")]
    [InlineData(
        "{'endpoints':[{'addresses':['10.0.0.1'],'hostname':'A'}]}",
        "endpoints[0].hostname: Invalid value: \"A\": a lowercase RFC 1123 label")]
    [InlineData(
        "{'endpoints':[{'addresses':['10.0.0.1'],'hints':{'forZones':[{'name':'a'},{'name':'a'}]}}]}",
        "endpoints[0].hints.forZones[1].name: Duplicate value: \"a\"")]
    [InlineData("{'ports':[{'name':'A','protocol':'TCP'}]}", "ports[0].name: Invalid value: \"A\": a lowercase RFC 1123 label")]
    [InlineData("{'ports':[{'name':'a','protocol':'TCP'},{'name':'a','protocol':'UDP'}]}", "ports[1].name: Duplicate value: \"a\"")]
    [InlineData(
        "{'ports':[{'name':'a','protocol':'X'}]}",
        "ports[0].protocol: Unsupported value: \"X\": supported values: \"SCTP\", \"TCP\", \"UDP\"")]
    public void Create_Slice_IsJudged(string patch, string expected)
    {
        var errors = s_kind.Create(patch);
        Assert.StartsWith(expected, errors);
        Assert.Equal(expected.Length == 0, errors.Length == 0);
    }

    [Fact]
    public void Create_Endpoints_AreLimited()
    {
        var many = string.Join(',', Enumerable.Repeat("{'addresses':['10.0.0.1']}", 1001));
        Assert.Equal("endpoints: Too many: 1001: must have at most 1000 items", s_kind.Create($"{{'endpoints':[{many}]}}"));
    }

    [Fact]
    public void Update_AddressType_IsImmutable() =>
        Assert.Contains("addressType: Invalid value: \"FQDN\": field is immutable", s_kind.Update("{'addressType':'FQDN'}"));

    [Theory]
    [InlineData("{'metadata':{'annotations':{'a':'b'}}}", 3)]
    [InlineData("{'metadata':{'labels':{'a':'b'}}}", 4)]
    [InlineData("{'ports':[]}", 4)]
    public void PrepareForUpdate_Change_RaisesGeneration(string patch, long generation) => Assert.Equal(
        generation, s_kind.Strategy.PrepareForUpdate(s_kind.With(patch), s_kind.With(), PatchedKind<EndpointSlice>.Context).Metadata.Generation);

    [Fact]
    public void Prepare_Topology_IsDroppedButItsNodeKept()
    {
        var old = s_kind.With("{'endpoints':[{'addresses':['10.0.0.1'],'deprecatedTopology':{'kubernetes.io/hostname':'n1'}}]}");
        var changed = s_kind.With("{'endpoints':[{'addresses':['10.0.0.2'],'deprecatedTopology':{'kubernetes.io/hostname':'n1'}}]}");
        var context = PatchedKind<EndpointSlice>.Context;
        Assert.Null(s_kind.Strategy.PrepareForCreate(changed, context).Endpoints[0].NodeName);
        var made = s_kind.Strategy.PrepareForUpdate(changed, old, context).Endpoints[0];
        Assert.Equal("n1", made.NodeName);
        Assert.True(made.DeprecatedTopology.IsEmpty);
    }
}
