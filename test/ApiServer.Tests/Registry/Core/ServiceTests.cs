using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Services;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class ServiceTests
{
    internal const string LoadBalancer =
        "{'spec':{'type':'LoadBalancer','externalTrafficPolicy':'Cluster','allocateLoadBalancerNodePorts':true}}";

    private const string Headless = "{'spec':{'clusterIP':'None','clusterIPs':['None']}}";
    private const string DualStack =
        "{'spec':{'clusterIPs':['10.0.0.1','fd00::1'],'ipFamilies':['IPv4','IPv6'],'ipFamilyPolicy':'PreferDualStack'}}";

    internal static readonly PatchedKind<Service> Kind = new(
        new ServiceStrategy(),
        """
        {"metadata":{"name":"web"},"spec":{"type":"ClusterIP","sessionAffinity":"None","internalTrafficPolicy":"Cluster",
        "clusterIP":"10.0.0.1","clusterIPs":["10.0.0.1"],"ipFamilies":["IPv4"],"ipFamilyPolicy":"SingleStack","selector":{"app":"web"},
        "ports":[{"port":80,"protocol":"TCP","targetPort":8080}]}}
        """,
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    [Theory]
    [InlineData("{}", "")]
    [InlineData(Headless, "")]
    [InlineData(DualStack, "")]
    [InlineData(LoadBalancer, "")]
    [InlineData("{'spec':{'ports':null}}", "spec.ports: Required value")]
    [InlineData("{'spec':{'ports':null,'clusterIP':'None','clusterIPs':['None']}}", "")]
    [InlineData(
        "{'spec':{'type':'Cluster'}}",
        "spec.type: Unsupported value: \"Cluster\": supported values: \"ClusterIP\", \"ExternalName\", \"LoadBalancer\", \"NodePort\"")]
    [InlineData(
        "{'spec':{'sessionAffinity':'Ip'}}", "spec.sessionAffinity: Unsupported value: \"Ip\": supported values: \"ClientIP\", \"None\"")]
    [InlineData(
        "{'spec':{'sessionAffinity':'ClientIP'}}", "spec.sessionAffinityConfig: Required value: when session affinity type is ClientIP")]
    [InlineData(
        "{'spec':{'sessionAffinity':'ClientIP','sessionAffinityConfig':{'clientIP':{'timeoutSeconds':86401}}}}",
        "spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400")]
    [InlineData(
        "{'spec':{'sessionAffinityConfig':{}}}", "spec.sessionAffinityConfig: Forbidden: must not be set when session affinity is None")]
    [InlineData("{'spec':{'selector':{'a/b/c':'d'}}}", "spec.selector: Invalid value: \"a/b/c\": a valid label key must consist of")]
    [InlineData("{'spec':{'externalIPs':['1.2.3.4'],'externalTrafficPolicy':'Cluster'}}", "")]
    [InlineData(
        "{'spec':{'externalIPs':['01.2.3.4'],'externalTrafficPolicy':'Cluster'}}",
        "spec.externalIPs[0]: Invalid value: \"01.2.3.4\": must not have leading 0s")]
    [InlineData(
        "{'spec':{'externalIPs':['127.0.0.1'],'externalTrafficPolicy':'Cluster'}}",
        "spec.externalIPs[0]: Invalid value: \"127.0.0.1\": may not be in the loopback range (127.0.0.0/8, ::1/128)")]
    [InlineData("{'spec':{'internalTrafficPolicy':null}}", "spec.internalTrafficPolicy: Required value")]
    [InlineData(
        "{'spec':{'trafficDistribution':'Near'}}",
        "spec.trafficDistribution: Unsupported value: \"Near\": supported values: \"PreferClose\", \"PreferSameZone\", \"PreferSameNode\"")]
    [InlineData(
        "{'metadata':{'annotations':{'service.kubernetes.io/topology-mode':'Auto','service.kubernetes.io/topology-aware-hints':'Disabled'}}}",
        "metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: \"Auto\": must match annotations[")]
    public void Create_Spec_IsJudged(string patch, string expected) => AssertOnly(expected, Kind.Create(patch));

    [Theory]
    [InlineData(
        "[{'port':0,'protocol':'TCP','targetPort':1}]", "spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive")]
    [InlineData(
        "[{'port':1,'protocol':'TCP','targetPort':'a_'}]",
        "spec.ports[0].targetPort: Invalid value: \"a_\": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")]
    [InlineData(
        "[{'port':1,'protocol':'tcp','targetPort':1}]",
        "spec.ports[0].protocol: Unsupported value: \"tcp\": supported values: \"SCTP\", \"TCP\", \"UDP\"")]
    [InlineData(
        "[{'port':1,'protocol':'TCP','targetPort':1,'nodePort':30000}]",
        "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'")]
    [InlineData(
        "[{'port':1,'protocol':'TCP','targetPort':1,'name':'a'},{'port':2,'protocol':'TCP','targetPort':1}]",
        "spec.ports[1].name: Required value")]
    [InlineData(
        "[{'port':1,'protocol':'TCP','targetPort':1,'name':'a'},{'port':2,'protocol':'TCP','targetPort':1,'name':'a'}]",
        "spec.ports[1].name: Duplicate value: \"a\"")]
    [InlineData(
        "[{'port':1,'protocol':'TCP','targetPort':1,'name':'a'},{'port':1,'protocol':'TCP','targetPort':1,'name':'b'}]",
        "spec.ports[1]: Duplicate value: {\"Name\":\"\",\"Protocol\":\"TCP\",\"AppProtocol\":null,\"Port\":1,\"TargetPort\":0,\"NodePort\":0}")]
    [InlineData("[{'port':1,'protocol':'TCP','targetPort':1,'name':'a'},{'port':1,'protocol':'UDP','targetPort':1,'name':'b'}]", "")]
    [InlineData(
        "[{'port':1,'protocol':'TCP','targetPort':1,'name':'A_'}]",
        "spec.ports[0].name: Invalid value: \"A_\": a lowercase RFC 1123 label")]
    public void Create_Ports_AreJudged(string ports, string expected) => AssertOnly(expected, Kind.Create($"{{'spec':{{'ports':{ports}}}}}"));

    [Theory]
    [InlineData("'clusterIPs':['10.0.0.2']", "spec.clusterIPs: Invalid value: [\"10.0.0.2\"]: first value must match `clusterIP`")]
    [InlineData("'clusterIPs':null", "spec.clusterIPs: Required value")]
    [InlineData("'clusterIP':null", "spec.clusterIPs: Invalid value: [\"10.0.0.1\"]: must be empty when `clusterIP` is not specified")]
    [InlineData("'clusterIP':'x','clusterIPs':['x']", "spec.clusterIPs[0]: Invalid value: \"x\": must be a valid IP address")]
    [InlineData(
        "'clusterIP':'None','clusterIPs':['None','fd00::1']",
        "spec.clusterIPs: Invalid value: [\"None\",\"fd00::1\"]: 'None' must be the first and only value")]
    [InlineData(
        "'clusterIPs':['10.0.0.1','10.0.0.2']",
        "spec.clusterIPs: Invalid value: [\"10.0.0.1\",\"10.0.0.2\"]: may specify no more than one IP for each IP family")]
    [InlineData(
        "'clusterIPs':['10.0.0.1','fd00::1','fd00::2']",
        "spec.clusterIPs: Invalid value: [\"10.0.0.1\",\"fd00::1\",\"fd00::2\"]: may only hold up to 2 values")]
    [InlineData(
        "'ipFamilies':['IPv6']", "spec.clusterIPs[0]: Invalid value: \"10.0.0.1\": expected an IPv6 value as indicated by `ipFamilies[0]`")]
    [InlineData("'ipFamilies':['IPv5']", "spec.ipFamilies[0]: Unsupported value: \"IPv5\": supported values: \"IPv4\", \"IPv6\"")]
    [InlineData("'ipFamilies':['IPv4','IPv4']", "spec.ipFamilies[1]: Duplicate value: \"IPv4\"")]
    [InlineData(
        "'ipFamilyPolicy':'Both'",
        "spec.ipFamilyPolicy: Unsupported value: \"Both\": supported values: \"PreferDualStack\", \"RequireDualStack\", \"SingleStack\"")]
    public void Create_Addresses_Agree(string spec, string expected) => AssertOnly(expected, Kind.Create($"{{'spec':{{{spec}}}}}"));

    [Fact]
    public void Create_HeadlessNodePort_IsRefused() => AssertOnly(
        "spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services",
        Kind.Create("{'spec':{'type':'NodePort','externalTrafficPolicy':'Cluster','clusterIP':'None','clusterIPs':['None']}}"));

    [Theory]
    [InlineData("'externalName':'db.example.com.'", "")]
    [InlineData("'externalName':null", "spec.externalName: Required value")]
    [InlineData("'externalName':'db_1'", "spec.externalName: Invalid value: \"db_1\": a lowercase RFC 1123 subdomain")]
    [InlineData("'externalName':'db','clusterIPs':['10.0.0.1']", "spec.clusterIPs: Forbidden: may not be set for ExternalName services")]
    [InlineData(
        "'externalName':'db','ipFamilyPolicy':'SingleStack'", "spec.ipFamilyPolicy: Forbidden: may not be set for ExternalName services")]
    public void Create_ExternalName_IsAName(string spec, string expected) => AssertOnly(expected, Kind.Create(
        "{'spec':{'type':'ExternalName','clusterIP':null,'clusterIPs':null,'ipFamilies':null,'ipFamilyPolicy':null}}",
        $"{{'spec':{{{spec}}}}}"));

    [Theory]
    [InlineData("1st-service", true)]
    [InlineData("web.one", false)]
    public void CheckName_MayBeginWithDigit(string name, bool isValid) => Assert.Equal(isValid, Kind.Strategy.CheckName(name, false).IsEmpty);

    [Theory]
    [InlineData(Headless, "")]
    [InlineData("{'spec':{'externalName':'a'}}", "spec.externalName is ignored when spec.type is not \"ExternalName\"")]
    [InlineData("{'spec':{'externalIPs':['1.2.3.4']}}", "spec.externalIPs is deprecated and may no longer be implemented in some clusters")]
    [InlineData(
        "{'spec':{'trafficDistribution':'PreferClose'}}",
        "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"")]
    [InlineData(
        "{'spec':{'loadBalancerIP':'FD00::1'}}",
        "spec.loadBalancerIP: IPv6 address \"FD00::1\" should be in RFC 5952 canonical format (\"fd00::1\")")]
    [InlineData(
        "{'spec':{'clusterIP':'None','clusterIPs':['None'],'sessionAffinity':'ClientIP'}}",
        "spec.SessionAffinity is ignored for headless services")]
    public void WarnOnCreate_Unwise_IsSaid(string patch, string expected) => Assert.Equal(expected, Kind.Warnings(patch));

    private static void AssertOnly(string expected, string errors)
    {
        Assert.StartsWith(expected, errors);
        Assert.Equal(expected.Length == 0 ? 0 : 1, errors.Length == 0 ? 0 : errors.Split('\n').Length);
    }
}
