using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Nodes;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class NodeTests
{
    private const string Taint = "{'key':'a','value':'1','effect':'NoSchedule'}";

    private static readonly PatchedKind<Node> s_kind = new(
        new NodeStrategy(),
        """{"metadata":{"name":"n1"},"spec":{"podCIDR":"10.1.0.0/24","podCIDRs":["10.1.0.0/24"],"providerID":"p"},"status":{"capacity":{"cpu":"4"}}}""",
        (value, errors, old) => value.Validate(errors, FieldPath.None, old));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{'spec':{'podCIDRs':['10.1.0.0/24','fd00::/64']}}", "")]
    [InlineData("{'spec':{'podCIDRs':['10.1.0.0']}}", "spec.podCIDRs[0]: Invalid value: \"10.1.0.0\": must be a valid CIDR value")]
    [InlineData(
        "{'spec':{'podCIDRs':['10.1.0.0/24','10.2.0.0/24']}}",
        "spec.podCIDRs: Invalid value: [\"10.1.0.0/24\",\"10.2.0.0/24\"]: may specify no more than one CIDR for each IP family")]
    [InlineData(
        "{'spec':{'taints':[{'key':'a','value':'_','effect':'NoSchedule'}]}}",
        "metadata.taints[0].value: Invalid value: \"_\": a valid label must be")]
    [InlineData("{'spec':{'taints':[{'key':'a','effect':'No'}]}}", "spec.taints[0].effect: Unsupported value: \"No\"")]
    [InlineData(
        "{'spec':{'taints':[" + Taint + "," + Taint + "]}}",
        "metadata.taints[1]: Duplicate value: {\"Key\":\"a\",\"Value\":\"1\",\"Effect\":\"NoSchedule\",\"TimeAdded\":null}: "
        + "taints must be unique by key and effect pair")]
    [InlineData(
        "{'metadata':{'annotations':{'scheduler.alpha.kubernetes.io/taints':'x'}}}",
        "metadata.annotations: Invalid value: \"scheduler.alpha.kubernetes.io/taints\": invalid character 'x'")]
    [InlineData("{'status':{'capacity':{'cpu':'-1'}}}", "status.capacity.cpu: Invalid value: \"-1\": must be greater than or equal to 0")]
    [InlineData("{'status':{'allocatable':{'pods':'1.5'}}}", "status.allocatable.pods: Invalid value: \"1500m\": must be an integer")]
    [InlineData(
        "{'status':{'nodeInfo':{'swap':{'capacity':0}}}}", "metadata.nodeSwapStatus.capacity: Invalid value: 0: must be greater than zero")]
    [InlineData(
        "{'status':{'declaredFeatures':['a']}}",
        "status.declaredFeatures[0]: Invalid value: \"a\": invalid feature name \"a\": must start with")]
    [InlineData(
        "{'status':{'declaredFeatures':['B','A']}}",
        "status.declaredFeatures[1]: Invalid value: \"A\": list must be sorted alphabetically")]
    [InlineData("{'status':{'declaredFeatures':['A/b','A/b']}}", "status.declaredFeatures[1]: Duplicate value: \"A/b\"")]
    public void Create_Node_IsJudged(string patch, string expected)
    {
        var errors = s_kind.Create(patch);
        Assert.StartsWith(expected, errors);
        Assert.Equal(expected.Length == 0, errors.Length == 0);
    }

    [Theory]
    [InlineData("{'spec':{'unschedulable':true}}", "")]
    [InlineData(
        "{'spec':{'podCIDRs':['10.2.0.0/24']}}", "spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to valid")]
    [InlineData(
        "{'spec':{'providerID':'q'}}", "spec.providerID: Forbidden: node updates may not change providerID except from \"\" to valid")]
    [InlineData("{'spec':{'externalID':'q'}}", "spec.externalID: Forbidden: may not be updated")]
    [InlineData(
        "{'spec':{'configSource':{}}}",
        "spec.configSource: Invalid value: {\"ConfigMap\":null}: exactly one reference subfield must be non-nil")]
    public void Update_SetOnce_Stays(string patch, string expected) => Assert.Equal(expected, s_kind.Update(patch));

    [Theory]
    [InlineData(
        "{'status':{'addresses':[{'type':'InternalIP','address':'1.2.3.4'},{'type':'InternalIP','address':'1.2.3.4'}]}}",
        "status.addresses[1]: Duplicate value: {\"Type\":\"InternalIP\",\"Address\":\"1.2.3.4\"}")]
    [InlineData(
        "{'status':{'config':{'active':{'configMap':{'namespace':'a','name':'b','kubeletConfigKey':'c','uid':'u'}}}}}",
        "status.config.active.configMap.resourceVersion: Required value")]
    public void UpdateStatus_Node_IsJudged(string patch, string expected) => Assert.Equal(expected, s_kind.UpdateStatus(patch));

    [Fact]
    public void Default_Allocatable_IsCapacity()
    {
        var node = s_kind.Strategy.Default(s_kind.With("{'status':{'capacity':{'cpu':'1.0001'}}}"));
        Assert.Equal(Quantity.Parse("1001m"), node.Status.Allocatable["cpu"]);
        Assert.Same(node, s_kind.Strategy.Default(node));
    }

    [Theory]
    [InlineData("{'spec':{'podCIDR':null}}", "10.1.0.0/24", "10.1.0.0/24")]
    [InlineData("{'spec':{'podCIDR':'10.9.0.0/24'}}", "10.9.0.0/24", "10.9.0.0/24")]
    [InlineData("{'spec':{'podCIDRs':null}}", "10.1.0.0/24", "10.1.0.0/24")]
    [InlineData("{'spec':{'podCIDRs':['10.1.0.0/24','fd00::/64']}}", "10.1.0.0/24", "10.1.0.0/24,fd00::/64")]
    public void Default_PodCidrs_AreAlike(string patch, string singular, string plural)
    {
        var spec = s_kind.Strategy.Default(s_kind.With(patch)).Spec;
        Assert.Equal((singular, plural), (spec.PodCIDR, string.Join(',', spec.PodCIDRs)));
    }

    [Fact]
    public void SelectableField_Unschedulable_IsText()
    {
        Assert.Equal("false", s_kind.Strategy.SelectableField(s_kind.With(), "spec.unschedulable"));
        Assert.Equal("true", s_kind.Strategy.SelectableField(s_kind.With("{'spec':{'unschedulable':true}}"), "spec.unschedulable"));
    }

    [Fact]
    public void WarnOnCreate_ExternalId_IsDeprecated() => Assert.Equal(
        "spec.externalID: this field is deprecated, and is unused by Kubernetes", s_kind.Warnings("{'spec':{'externalID':'x'}}"));
}
