using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Bindings;
using Kybernet.ApiServer.Registry.Core.ResourceQuotas;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Tests.Registry.Core;

public class ResourceQuotaTests
{
    private static readonly PatchedKind<ResourceQuota> s_kind =
        new(new ResourceQuotaStrategy(), """{"metadata":{"name":"quota","resourceVersion":"1"},"spec":{"hard":{"pods":"10"}}}""");

    [Theory]
    [InlineData("{'spec':{'hard':{'requests.cpu':'1','count/deployments.apps':'2','requests.a.b/gpu':'1'}}}", "")]
    [InlineData(
        "{'spec':{'hard':{'storage':'1'}}}", "spec.hard[storage]: Invalid value: \"storage\": must be a standard resource for quota")]
    [InlineData("{'spec':{'hard':{'pods':'-1'}}}", "spec.hard[pods]: Invalid value: \"-1\": must be greater than or equal to 0")]
    [InlineData("{'spec':{'hard':{'pods':'1500m'}}}", "spec.hard[pods]: Invalid value: \"1500m\": must be an integer")]
    [InlineData("{'spec':{'scopes':['Odd']}}", "spec.scopes: Invalid value: [\"Odd\"]: unsupported scope")]
    [InlineData(
        "{'spec':{'scopes':['BestEffort'],'hard':{'cpu':'1'}}}",
        "spec.scopes: Invalid value: [\"BestEffort\"]: unsupported scope applied to resource")]
    [InlineData(
        "{'spec':{'scopes':['BestEffort','NotBestEffort']}}",
        "spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\"]: conflicting scopes")]
    [InlineData(
        "{'spec':{'scopeSelector':{'matchExpressions':[{'scopeName':'PriorityClass','operator':'In'}]}}}",
        "spec.scopeSelector.matchExpressions.values: Required value: must be at least one value when `operator` is 'In' or 'NotIn'"
        + " for scope selector")]
    [InlineData(
        "{'spec':{'scopeSelector':{'matchExpressions':[{'scopeName':'PriorityClass','operator':'Like'}]}}}",
        "spec.scopeSelector.matchExpressions.operator: Invalid value: \"Like\": not a valid selector operator")]
    [InlineData(
        "{'spec':{'scopeSelector':{'matchExpressions':[{'scopeName':'BestEffort','operator':'Exists'}]},'hard':{'cpu':'1'}}}",
        "spec.scopeSelector.matchExpressions: Invalid value:"
        + " {\"MatchExpressions\":[{\"ScopeName\":\"BestEffort\",\"Operator\":\"Exists\",\"Values\":null}]}: unsupported scope applied to resource")]
    public void Create_Quota_IsJudged(string patch, string expected) => Assert.Equal(expected, s_kind.Create(patch));

    [Theory]
    [InlineData("{'spec':{'hard':{'pods':'11'}}}", "{}", "")]
    [InlineData("{'spec':{'scopes':['NotTerminating','BestEffort']}}", "{'spec':{'scopes':['BestEffort','NotTerminating']}}", "")]
    [InlineData("{'spec':{'scopes':['BestEffort']}}", "{}", "spec.scopes: Invalid value: [\"BestEffort\"]: field is immutable")]
    public void Update_Scopes_AreFixed(string patch, string old, string expected) => Assert.Equal(expected, s_kind.Update(patch, old));

    [Theory]
    [InlineData("{'status':{'used':{'pods':'1.5'}}}", "status.used[pods]: Invalid value: \"1500m\": must be an integer")]
    [InlineData("{'metadata':{'resourceVersion':null}}", "resourceVersion: Required value")]
    public void UpdateStatus_Quota_IsJudged(string patch, string expected) => Assert.Equal(expected, s_kind.UpdateStatus(patch));

    [Fact]
    public void WarnOnCreate_RequestsAboveLimits_AreSaid() => Assert.Equal(
        "ResourceQuota cpu (2) should be less than limits.cpu (1)",
        s_kind.Warnings("{'spec':{'hard':{'cpu':'2','limits.cpu':'1'}}}"));

    [Theory]
    [InlineData("Node", "n", "")]
    [InlineData("Pod", "n", "target.kind: Unsupported value: \"Pod\": supported values: \"Node\", \"<empty>\"")]
    [InlineData("", "", "target.name: Required value")]
    public void CreateBinding_Target_IsANode(string kind, string name, string expected)
    {
        var errors = new FieldErrorList();
        new BindingStrategy().Validate(new() { Target = new() { Kind = kind, Name = name } }, errors);
        Assert.Equal(expected, string.Join('\n', errors));
    }
}
