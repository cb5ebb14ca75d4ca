using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Services;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class ServiceFamilyTests
{
    private const string Bare = "{'spec':{'clusterIP':null,'clusterIPs':null,'ipFamilies':null,'ipFamilyPolicy':null}}";
    private const string Dual =
        "{'spec':{'clusterIPs':['10.0.0.1','fd00::1'],'ipFamilies':['IPv4','IPv6'],'ipFamilyPolicy':'PreferDualStack'}}";

    [Theory]
    [InlineData("{}", "IPv4", "SingleStack", "IPv4")]
    [InlineData("{'spec':{'ipFamilyPolicy':'PreferDualStack'}}", "IPv4", "PreferDualStack", "IPv4")]
    [InlineData("{'spec':{'ipFamilyPolicy':'PreferDualStack'}}", "IPv4,IPv6", "PreferDualStack", "IPv4,IPv6")]
    [InlineData("{'spec':{'ipFamilyPolicy':'RequireDualStack','ipFamilies':['IPv6']}}", "IPv4,IPv6", "RequireDualStack", "IPv6,IPv4")]
    [InlineData("{'spec':{'clusterIP':'fd00::1','clusterIPs':['fd00::1']}}", "IPv4,IPv6", "SingleStack", "IPv6")]
    [InlineData("{'spec':{'clusterIP':'None','clusterIPs':['None'],'selector':null}}", "IPv4", "RequireDualStack", "IPv4,IPv6")]
    [InlineData("{'spec':{'clusterIP':'None','clusterIPs':['None']}}", "IPv6", "SingleStack", "IPv6")]
    public void Assign_New_GetsFamilies(string patch, string configured, string policy, string families)
    {
        var errors = new FieldErrorList();
        var spec = Families(configured).Assign(ServiceTests.Kind.With(Bare, patch), null, errors).Spec;
        Assert.Empty(errors);
        Assert.Equal((policy, families), (spec.IpFamilyPolicy, string.Join(',', spec.IpFamilies)));
    }

    [Theory]
    [InlineData(
        "{'spec':{'ipFamilyPolicy':'RequireDualStack'}}",
        "spec.ipFamilyPolicy: Invalid value: \"RequireDualStack\": this cluster is not configured for dual-stack services")]
    [InlineData("{'spec':{'ipFamilies':['IPv6']}}", "spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on this cluster")]
    [InlineData(
        "{'spec':{'clusterIP':'fd00::1','clusterIPs':['fd00::1']}}",
        "spec.clusterIPs[0]: Invalid value: [\"fd00::1\"]: IPv6 is not configured on this cluster")]
    [InlineData(
        "{'spec':{'ipFamilies':['IPv4','IPv6']}}",
        "spec.ipFamilyPolicy: Invalid value: \"SingleStack\": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP"
        + " families are specified")]
    public void Assign_Impossible_IsRefused(string patch, string expected)
    {
        var errors = new FieldErrorList();
        Families("IPv4").Assign(ServiceTests.Kind.With(Bare, patch), null, errors);
        Assert.Equal(expected, Assert.Single(errors).ToString());
    }

    [Theory]
    [InlineData("{'spec':{'ipFamilyPolicy':'SingleStack'}}", "10.0.0.1", "IPv4")]
    [InlineData("{}", "10.0.0.1,fd00::1", "IPv4,IPv6")]
    public void Assign_Change_ReleasesTheSecond(string patch, string ips, string families)
    {
        var errors = new FieldErrorList();
        var old = ServiceTests.Kind.With(Dual);
        var spec = Families("IPv4,IPv6").Assign(ServiceTests.Kind.With(Dual, patch), old, errors).Spec;
        Assert.Empty(errors);
        Assert.Equal((ips, families), (string.Join(',', spec.ClusterIPs), string.Join(',', spec.IpFamilies)));
    }

    [Fact]
    public void Complete_OldService_HasFamilies()
    {
        var service = ServiceReads.Complete(ServiceTests.Kind.With(Bare, "{'spec':{'clusterIP':'fd00::1'}}"), IPFamily.IPv4);
        Assert.Equal<ListOf<string>>(["fd00::1"], service.Spec.ClusterIPs);
        Assert.Equal<ListOf<string>>([IPFamily.IPv6], service.Spec.IpFamilies);
        Assert.Same(service, ServiceReads.Complete(service, IPFamily.IPv4));
    }

    private static ServiceFamilies Families(string configured) => new([.. configured.Split(',')]);
}
