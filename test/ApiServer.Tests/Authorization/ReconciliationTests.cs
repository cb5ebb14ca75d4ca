using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Authorization.DefaultPolicy;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Tests.Authorization;

public sealed class ReconciliationTests
{
    private static readonly ClusterRole s_expected = new()
    {
        Metadata = new() { Name = "r", Annotations = MapOf.Of((DefaultPolicies.AutoUpdate, "true")) },
        Rules = [new() { Verbs = ["get", "list"], ApiGroups = [""], Resources = ["pods"] }],
    };

    [Fact]
    public void Merge_NothingMissing_GivesTheSameObject() => Assert.Same(s_expected, Reconciliation.Merge(s_expected, s_expected));

    [Fact]
    public void Merge_RulesTakenAway_AddsThemAndKeepsWhatWasAdded()
    {
        PolicyRule own = new() { Verbs = ["get"], ApiGroups = [""], Resources = ["pods", "nodes"] };
        var merged = (ClusterRole)Reconciliation.Merge(s_expected with { Rules = [own] }, s_expected);
        Assert.Equal([own, new() { Verbs = ["list"], ApiGroups = [""], Resources = ["pods"] }], merged.Rules);
    }

    [Theory]
    [InlineData("false", true)]
    [InlineData("true", false)]
    [InlineData("", false)]
    public void IsProtected_ByTheAnnotation(string value, bool isProtected) => Assert.Equal(
        isProtected, Reconciliation.IsProtected(s_expected with { Metadata = new() { Annotations = MapOf.Of((DefaultPolicies.AutoUpdate, value)) } }));

    [Fact]
    public void Merge_BindingWithoutASubject_GetsItBack()
    {
        Subject own = new() { Kind = "User", Name = "own" }, wanted = new() { Kind = "Group", Name = "wanted" };
        var there = new ClusterRoleBinding { RoleRef = new() { Name = "r" }, Subjects = [own] };
        var merged = (ClusterRoleBinding)Reconciliation.Merge(there, there with { Subjects = [wanted] });
        Assert.Equal([own, wanted], merged.Subjects);
        Assert.True(Reconciliation.MustReplace(there, there with { RoleRef = new() { Name = "other" } }));
    }
}
