using Kybernet.Api.Networking.V1;
using Kybernet.ApiServer.Registry.Networking.NetworkPolicies;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Networking;

public class NetworkPolicyTests
{
    private static readonly PatchedKind<NetworkPolicy> s_kind = new(
        new NetworkPolicyStrategy(), """{"metadata":{"name":"web","generation":1},"spec":{"podSelector":{},"policyTypes":["Ingress"]}}""",
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    [Theory]
    [InlineData("'ingress':[{'from':[{'ipBlock':{'cidr':'10.0.0.0/8','except':['10.1.0.0/16']}}],'ports':[{'port':80,'endPort':90}]}]", "")]
    [InlineData("'podSelector':{'matchLabels':{'a':'_'}}", "spec.podSelector.matchLabels: Invalid value: \"_\": a valid label must be")]
    [InlineData(
        "'ingress':[{'ports':[{'protocol':'tcp'}]}]",
        "spec.ingress[0].ports[0].protocol: Unsupported value: \"tcp\": supported values: \"TCP\", \"UDP\", \"SCTP\"")]
    [InlineData(
        "'ingress':[{'ports':[{'port':0}]}]", "spec.ingress[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive")]
    [InlineData(
        "'ingress':[{'ports':[{'port':80,'endPort':79}]}]",
        "spec.ingress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`")]
    [InlineData(
        "'ingress':[{'ports':[{'port':'web','endPort':79}]}]",
        "spec.ingress[0].ports[0].endPort: Invalid value: 79: may not be specified when `port` is non-numeric")]
    [InlineData(
        "'egress':[{'ports':[{'endPort':79}]}]",
        "spec.egress[0].ports[0].endPort: Invalid value: 79: may not be specified when `port` is not specified")]
    [InlineData("'egress':[{'to':[{}]}]", "spec.egress[0].to[0]: Required value: must specify a peer")]
    [InlineData(
        "'egress':[{'to':[{'podSelector':{},'ipBlock':{'cidr':'10.0.0.0/8'}}]}]",
        "spec.egress[0].to[0]: Forbidden: may not specify both ipBlock and another peer")]
    [InlineData("'egress':[{'to':[{'ipBlock':{'cidr':''}}]}]", "spec.egress[0].to[0].ipBlock.cidr: Required value")]
    [InlineData(
        "'egress':[{'to':[{'ipBlock':{'cidr':'10.0.0.1/8'}}]}]",
        "spec.egress[0].to[0].ipBlock.cidr: Invalid value: \"10.0.0.1/8\": must not have bits set beyond the prefix length")]
    [InlineData(
        "'egress':[{'to':[{'ipBlock':{'cidr':'10.0.0.0/8','except':['11.0.0.0/16']}}]}]",
        "spec.egress[0].to[0].ipBlock.except[0]: Invalid value: \"11.0.0.0/16\": must be a strict subset of `cidr`")]
    [InlineData(
        "'egress':[{'to':[{'ipBlock':{'cidr':'10.0.0.0/8','except':['10.0.0.0/8']}}]}]",
        "spec.egress[0].to[0].ipBlock.except[0]: Invalid value: \"10.0.0.0/8\": must be a strict subset of `cidr`")]
    [InlineData("'policyTypes':['Both']", "spec.policyTypes[0]: Unsupported value: \"Both\": supported values: \"Egress\", \"Ingress\"")]
    public void Create_Policy_IsJudged(string spec, string expected)
    {
        var errors = s_kind.Create($"{{'spec':{{{spec}}}}}");
        Assert.StartsWith(expected, errors);
        Assert.Equal(expected.Length == 0, errors.Length == 0);
    }

    [Fact]
    public void Update_KnownCidr_IsAccepted()
    {
        const string Old = "{'spec':{'egress':[{'to':[{'ipBlock':{'cidr':'10.0.0.1/8'}}]}]}}";
        Assert.Equal("", s_kind.Update("{'spec':{'egress':null,'ingress':[{'from':[{'ipBlock':{'cidr':'10.0.0.1/8'}}]}]}}", Old));
        Assert.NotEqual("", s_kind.Update("{'spec':{'egress':null,'ingress':[{'from':[{'ipBlock':{'cidr':'10.0.0.2/8'}}]}]}}", Old));
    }

    [Theory]
    [InlineData("{'spec':{'policyTypes':null}}", "Ingress")]
    [InlineData("{'spec':{'policyTypes':null,'egress':[{}]}}", "Ingress,Egress")]
    [InlineData("{'spec':{'policyTypes':['Egress']}}", "Egress")]
    public void Default_Types_FollowRules(string patch, string expected) =>
        Assert.Equal(expected, string.Join(',', s_kind.Strategy.Default(s_kind.With(patch)).Spec.PolicyTypes));

    [Fact]
    public void WarnOnCreate_AmbiguousCidr_IsSaid() => Assert.StartsWith(
        "spec.egress[0].to[0].ipBlock.cidr: CIDR value \"10.0.0.1/8\" is ambiguous",
        s_kind.Warnings("{'spec':{'egress':[{'to':[{'ipBlock':{'cidr':'10.0.0.1/8'}}]}]}}"));
}
