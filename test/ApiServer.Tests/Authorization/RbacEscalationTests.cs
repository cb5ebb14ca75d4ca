using Kybernet.Api.Rbac.V1;
using Kybernet.ApiServer.Pipeline;

namespace Kybernet.ApiServer.Tests.Authorization;

public sealed class RbacEscalationTests(AccessCluster cluster) : IClassFixture<AccessCluster>
{
    [Fact]
    public async Task Create_RoleWithMoreThanOneHas_IsForbiddenAndSaysWhatIsMissing()
    {
        var role = new Role
        {
            Metadata = new() { Name = "more", Namespace = "default" },
            Rules = [new() { Verbs = ["get", "list"], ApiGroups = [""], Resources = ["secrets"] }],
        };
        var refused = await cluster.CreateAsync(role, AccessCluster.User("mallory"));
        Assert.Equal(403, refused?.Code);
        Assert.Equal(
            "roles.rbac.authorization.k8s.io \"more\" is forbidden: user \"mallory\" (groups=[\"system:authenticated\"]) is attempting to grant RBAC " +
            "permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\" \"list\"]}", refused!.Message);
    }

    [Theory]
    [InlineData("escalate", "roles", "r", null)]
    [InlineData("escalate", "clusterroles", "r", 403)]
    [InlineData("get", "secrets", "r", null)]
    [InlineData("list", "secrets", "r", 403)]
    public async Task Create_Role_NeedsItsRulesOrEscalate(string verb, string resource, string name, int? code)
    {
        var user = $"{verb}-{resource}";
        await GrantAsync(user, verb, verb == "escalate" ? "rbac.authorization.k8s.io" : "", resource);
        var role = new Role
        {
            Metadata = new() { Name = $"{name}-{user}", Namespace = "default" },
            Rules = [new() { Verbs = ["get"], ApiGroups = [""], Resources = ["secrets"] }],
        };
        Assert.Equal(code, (await cluster.CreateAsync(role, AccessCluster.User(user)))?.Code);
    }

    [Theory]
    [InlineData("", 403)]
    [InlineData("cluster-admin", null)]
    [InlineData("view", 403)]
    public async Task Create_Binding_NeedsTheRoleOrBind(string bindable, int? code)
    {
        var user = "binder-" + bindable;
        if (bindable.Length > 0) await GrantAsync(user, "bind", "rbac.authorization.k8s.io", "clusterroles", bindable);
        var binding = new ClusterRoleBinding
        {
            Metadata = new() { Name = "taken-" + user },
            RoleRef = new() { Kind = "ClusterRole", Name = "cluster-admin" },
            Subjects = [new() { Kind = "User", Name = user }],
        };
        Assert.Equal(code, (await cluster.CreateAsync(binding, AccessCluster.User(user)))?.Code);
    }

    [Fact]
    public async Task Create_BindingOfNoRole_IsNotFound()
    {
        var binding = new ClusterRoleBinding
        {
            Metadata = new() { Name = "nothing" },
            RoleRef = new() { Kind = "ClusterRole", Name = "not-there" },
        };
        var refused = await cluster.CreateAsync(binding, AccessCluster.User("mallory"));
        Assert.Equal("clusterroles.rbac.authorization.k8s.io \"not-there\" not found", refused?.Message);
    }

    [Fact]
    public async Task Authorize_BindingToAMissingRole_SaysSoWhenRefused()
    {
        Assert.Null(await cluster.CreateAsync(new ClusterRoleBinding
        {
            Metadata = new() { Name = "dangling" },
            RoleRef = new() { Kind = "ClusterRole", Name = "gone" },
            Subjects = [new() { Kind = "User", Name = "dora" }],
        }));
        var decision = await cluster.Rbac.AuthorizeAsync(
            AccessCluster.User("dora"), new() { Path = "/metrics", Verb = "get" }, TestContext.Current.CancellationToken);
        Assert.Equal(new(false, "RBAC: clusterrole.rbac.authorization.k8s.io \"gone\" not found"), decision);
    }

    [Fact]
    public async Task Authorize_Allowed_NamesTheBinding()
    {
        var decision = await cluster.Rbac.AuthorizeAsync(
            AccessCluster.User("anyone"), new RequestInfo { Path = "/api", Verb = "get" }, TestContext.Current.CancellationToken);
        Assert.Equal(
            new(true, "RBAC: allowed by ClusterRoleBinding \"system:discovery\" of ClusterRole \"system:discovery\" to Group \"system:authenticated\""),
            decision);
    }

    private async Task GrantAsync(string user, string verb, string group, string resource, string name = "")
    {
        var role = "grant-" + user;
        await cluster.CreateAsync(new ClusterRole
        {
            Metadata = new() { Name = role },
            Rules = [new() { Verbs = [verb], ApiGroups = [group], Resources = [resource], ResourceNames = name.Length > 0 ? [name] : default }],
        });
        await cluster.CreateAsync(new ClusterRoleBinding
        {
            Metadata = new() { Name = role },
            RoleRef = new() { Kind = "ClusterRole", Name = role },
            Subjects = [new() { Kind = "User", Name = user }],
        });
    }
}
