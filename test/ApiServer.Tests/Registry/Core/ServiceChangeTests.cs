using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class ServiceChangeTests
{
    private const string DualStack =
        "{'spec':{'clusterIPs':['10.0.0.1','fd00::1'],'ipFamilies':['IPv4','IPv6'],'ipFamilyPolicy':'PreferDualStack'}}";

    private const string NodePort =
        "{'spec':{'type':'NodePort','externalTrafficPolicy':'Cluster','ports':[{'port':80,'protocol':'TCP','targetPort':1,'nodePort':30080}]}}";

    private const string Local =
        "{'spec':{'type':'LoadBalancer','externalTrafficPolicy':'Local','allocateLoadBalancerNodePorts':true,'healthCheckNodePort':30090}}";

    private static readonly PatchedKind<Service> s_kind = ServiceTests.Kind;

    [Theory]
    [InlineData(
        "{'spec':{'clusterIP':'10.0.0.2','clusterIPs':['10.0.0.2']}}",
        "{}",
        "spec.clusterIPs[0]: Invalid value: [\"10.0.0.2\"]: may not change once set")]
    [InlineData(
        "{'spec':{'clusterIP':null,'clusterIPs':null}}",
        "{}",
        "spec.clusterIPs[0]: Invalid value: null: primary clusterIP can not be unset")]
    [InlineData(DualStack, "{}", "")]
    [InlineData("{'spec':{'clusterIPs':['10.0.0.1'],'ipFamilies':['IPv4'],'ipFamilyPolicy':'SingleStack'}}", DualStack, "")]
    [InlineData(
        "{'spec':{'clusterIPs':['10.0.0.1'],'ipFamilies':['IPv4']}}", DualStack,
        "spec.ipFamilyPolicy: Invalid value: \"PreferDualStack\": must be set to 'SingleStack' when releasing the secondary clusterIP\n"
        + "spec.ipFamilyPolicy: Invalid value: \"PreferDualStack\": must be set to 'SingleStack' when releasing the secondary ipFamily")]
    [InlineData(
        "{'spec':{'loadBalancerClass':'a/b'}}",
        ServiceTests.LoadBalancer,
        "spec.loadBalancerClass: Invalid value: \"a/b\": may not change once set")]
    [InlineData("{'spec':{'healthCheckNodePort':30091}}", Local, "spec.healthCheckNodePort: Forbidden: field is immutable")]
    public void Update_Allocated_IsFixed(string patch, string old, string expected) => Assert.Equal(expected, s_kind.Update(patch, old));

    [Theory]
    [InlineData("{'spec':{'loadBalancerSourceRanges':['10.0.0.0/8 ']}}", "")]
    [InlineData(
        "{'spec':{'loadBalancerSourceRanges':['10.0.0.0']}}",
        "spec.LoadBalancerSourceRanges[0]: Invalid value: \"10.0.0.0\": must be a valid CIDR value")]
    [InlineData(
        "{'spec':{'type':'NodePort','loadBalancerClass':'a','allocateLoadBalancerNodePorts':null}}",
        "spec.loadBalancerClass: Forbidden: may only")]
    [InlineData("{'spec':{'allocateLoadBalancerNodePorts':null}}", "allocateLoadBalancerNodePorts: Required value")]
    [InlineData("{'spec':{'externalTrafficPolicy':null}}", "spec.externalTrafficPolicy: Required value")]
    [InlineData(
        "{'spec':{'externalTrafficPolicy':'All'}}",
        "spec.externalTrafficPolicy: Unsupported value: \"All\": supported values: \"Cluster\", \"Local\"")]
    [InlineData("{'spec':{'externalTrafficPolicy':'Local'}}", "spec.healthCheckNodePort: Required value")]
    [InlineData(
        "{'spec':{'healthCheckNodePort':1}}",
        "spec.healthCheckNodePort: Invalid value: 1: may only be set when `type` is 'LoadBalancer' and")]
    [InlineData(
        "{'metadata':{'annotations':{'service.beta.kubernetes.io/load-balancer-source-ranges':'a,10.0.0.0/8'}}}",
        "metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: \"a\": must be a valid CIDR value")]
    public void Update_LoadBalancer_IsJudged(string patch, string expected)
    {
        var errors = s_kind.Update(patch, ServiceTests.LoadBalancer);
        Assert.StartsWith(expected, errors);
        Assert.Equal(expected.Length == 0, errors.Length == 0);
    }

    [Theory]
    [InlineData("[{'ip':'1.2.3.4','ipMode':'VIP'}]", "")]
    [InlineData("[{'ip':'1.2.3.4'}]", "status.loadBalancer.ingress[0].ipMode: Required value: must be specified when `ip` is set")]
    [InlineData(
        "[{'hostname':'a','ipMode':'VIP'}]", "status.loadBalancer.ingress[0].ipMode: Forbidden: may not be specified when `ip` is not set")]
    [InlineData(
        "[{'ip':'1.2.3.4','ipMode':'Nat'}]",
        "status.loadBalancer.ingress[0].ipMode: Unsupported value: \"Nat\": supported values: \"Proxy\", \"VIP\"")]
    [InlineData(
        "[{'hostname':'1.2.3.4'}]",
        "status.loadBalancer.ingress[0].hostname: Invalid value: \"1.2.3.4\": must be a DNS name, not an IP address")]
    public void UpdateStatus_Ingress_IsJudged(string ingress, string expected) => Assert.Equal(
        expected, s_kind.UpdateStatus($"{{'status':{{'loadBalancer':{{'ingress':{ingress}}}}}}}", ServiceTests.LoadBalancer));

    [Fact]
    public void UpdateStatus_IngressOfClusterIp_IsForbidden() => Assert.Equal(
        "status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'",
        s_kind.UpdateStatus("{'status':{'loadBalancer':{'ingress':[{'hostname':'a'}]}}}"));

    [Fact]
    public void Default_Bare_IsClusterIp()
    {
        var service = s_kind.Strategy.Default(new() { Spec = new() { Ports = [new() { Port = 80 }] } });
        Assert.Equal(("ClusterIP", "None", "Cluster", ""),
            (service.Spec.Type, service.Spec.SessionAffinity, service.Spec.InternalTrafficPolicy, service.Spec.ExternalTrafficPolicy));
        Assert.Equal(new() { Port = 80, TargetPort = 80, Protocol = "TCP" }, service.Spec.Ports[0]);
        Assert.Same(service, s_kind.Strategy.Default(service));
    }

    [Fact]
    public void Default_LoadBalancer_AllocatesNodePorts()
    {
        var service = s_kind.Strategy.Default(s_kind.With(
            "{'spec':{'type':'LoadBalancer','sessionAffinity':'ClientIP'},'status':{'loadBalancer':{'ingress':[{'ip':'1.2.3.4'}]}}}"));
        Assert.True(service.Spec.AllocateLoadBalancerNodePorts);
        Assert.Equal("Cluster", service.Spec.ExternalTrafficPolicy);
        Assert.Equal(10800, service.Spec.SessionAffinityConfig!.ClientIP!.TimeoutSeconds);
        Assert.Equal("VIP", service.Status.LoadBalancer.Ingress[0].IpMode);
    }

    [Fact]
    public void PrepareForCreate_ClusterIp_BecomesPlural() => Assert.Equal<ListOf<string>>(
        ["None"],
        s_kind.Strategy.PrepareForCreate(
            s_kind.With("{'spec':{'clusterIP':'None','clusterIPs':null}}"), PatchedKind<Service>.Context).Spec.ClusterIPs);

    [Theory]
    [InlineData(
        "{'spec':{'clusterIP':null,'clusterIPs':null,'ipFamilies':null,'ipFamilyPolicy':null}}", DualStack, "10.0.0.1,fd00::1", 0, "")]
    [InlineData("{'spec':{'clusterIPs':null}}", DualStack, "10.0.0.1,fd00::1", 0, "")]
    [InlineData(
        "{'spec':{'type':'NodePort','ports':[{'port':81,'protocol':'TCP','targetPort':1}]}}", NodePort, "10.0.0.1", 30080, "Cluster")]
    [InlineData("{'spec':{'type':'ClusterIP'}}", NodePort, "10.0.0.1", 0, "")]
    [InlineData("{'spec':{'type':'ExternalName','externalName':'a'}}", NodePort, "", 0, "")]
    public void PrepareForUpdate_Allocated_FollowsType(string patch, string oldPatch, string ips, int nodePort, string policy)
    {
        var spec = s_kind.Strategy.PrepareForUpdate(s_kind.With(oldPatch, patch), s_kind.With(oldPatch), PatchedKind<Service>.Context).Spec;
        Assert.Equal((ips, nodePort, policy), (string.Join(',', spec.ClusterIPs), spec.Ports[0].NodePort, spec.ExternalTrafficPolicy));
    }

    [Fact]
    public void PrepareForUpdate_NoLoadBalancer_LosesItsFields()
    {
        var old = s_kind.With(Local, "{'spec':{'loadBalancerClass':'a/b'},'status':{'loadBalancer':{'ingress':[{'hostname':'a'}]}}}");
        var made = s_kind.Strategy.PrepareForUpdate(old with { Spec = old.Spec with { Type = "ClusterIP" } }, old, PatchedKind<Service>.Context);
        Assert.Equal(s_kind.With(), made);
    }
}
