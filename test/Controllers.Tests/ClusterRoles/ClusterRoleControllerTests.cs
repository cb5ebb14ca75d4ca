using Kybernet.Api.Rbac.V1;
using Kybernet.Controllers.ClusterRoles;
using Kybernet.Controllers.Tests.Running;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.Tests.ClusterRoles;

public sealed class ClusterRoleControllerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DefaultRoles_AreFilledFromWhatTheyAggregate()
    {
        await using var made = await ControllersUnderTest.StartAsync(ControllersOptions.Default, Cancel, ClusterRoleController.Create);

        await made.Cluster.EventuallyAsync<ClusterRole>(
            "admin", static role => role.Rules.Any(static rule => rule.Resources.Contains("rolebindings")), Cancel);
        await made.Cluster.EventuallyAsync<ClusterRole>("view", static role => !role.Rules.IsEmpty, Cancel);
    }

    [Fact]
    public async Task NewRole_WithTheLabel_AddsItsRules_AndTakesThemAway()
    {
        await using var made = await ControllersUnderTest.StartAsync(ControllersOptions.Default, Cancel, ClusterRoleController.Create);
        await made.Cluster.Client.CreateAsync(
            new ClusterRole
            {
                Metadata = new() { Name = "all" },
                AggregationRule = new() { ClusterRoleSelectors = [new() { MatchLabels = MapOf.Of(("to", "all")) }] },
            },
            Cancel);

        await made.Cluster.Client.CreateAsync(Role("part", "pods"), Cancel);
        await made.Cluster.EventuallyAsync<ClusterRole>("all", static role => role.Rules.Count == 1, Cancel);
        await made.Cluster.Client.DeleteAsync<ClusterRole>(new("part"), new(), Cancel);

        await made.Cluster.EventuallyAsync<ClusterRole>("all", static role => role.Rules.IsEmpty, Cancel);
    }

    [Fact]
    public void TryAggregate_SeveralSelectors_GivesEachRuleOnce_InOrderOfNames()
    {
        var aggregation = new AggregationRule
        {
            ClusterRoleSelectors = [new() { MatchLabels = MapOf.Of(("to", "all")) }, new() { MatchLabels = MapOf.Of(("to", "all")) }],
        };

        ClusterRole[] roles = [Role("b", "pods"), Role("a", "nodes"), Role("self", "x"), Role("c", "pods")];

        Assert.True(ClusterRolePlan.TryAggregate("self", aggregation, roles, out var rules, out _));

        Assert.Equal(["nodes", "pods"], rules.Select(static rule => rule.Resources[0]));
    }

    private static ClusterRole Role(string name, string resource) => new()
    {
        Metadata = new() { Name = name, Labels = MapOf.Of(("to", "all")) },
        Rules = [new() { Verbs = ["get"], ApiGroups = [""], Resources = [resource] }],
    };
}
