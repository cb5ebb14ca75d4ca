using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Kybernet.ApiServer.Tests.Authentication;

namespace Kybernet.ApiServer.Tests.Authorization;

/// <summary>The modes that ask nobody.</summary>
public sealed class AuthorizationModeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("AlwaysAllow", HttpStatusCode.OK)]
    [InlineData("AlwaysDeny", HttpStatusCode.Forbidden)]
    [InlineData("AlwaysDeny,AlwaysAllow", HttpStatusCode.OK)]
    [InlineData("RBAC,AlwaysAllow", HttpStatusCode.OK)]
    [InlineData("RBAC,AlwaysDeny", HttpStatusCode.Forbidden)]
    public async Task Get_UserWithoutRoles_AsTheModesSay(string modes, HttpStatusCode expected)
    {
        await using var secure = await StartAsync(modes);
        using var jane = secure.Connect(secure.Authority.IssueClient("jane", [], SecureCluster.Life).ToX509());
        using var root = secure.ConnectAsAdministrator();

        using var answer = await jane.GetAsync("/api/v1/nodes", Cancel);

        Assert.Equal(expected, answer.StatusCode);
        var says = await answer.Content.ReadAsStringAsync(Cancel);
        if (expected == HttpStatusCode.Forbidden) Assert.Contains("Everything is forbidden.", says, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await root.GetAsync("/api/v1/nodes", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("AlwaysAllow", HttpStatusCode.Unauthorized)]
    [InlineData("AlwaysDeny", HttpStatusCode.Forbidden)]
    public async Task Get_Anonymous_OnlyWhereSomethingIsRefused(string modes, HttpStatusCode expected)
    {
        await using var secure = await StartAsync(modes);
        using var nobody = secure.Connect();

        Assert.Equal(expected, (await nobody.GetAsync("/api/v1/nodes", Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("AlwaysAllow", 1)]
    [InlineData("AlwaysDeny", 0)]
    public async Task RulesReview_AsTheModesSay(string modes, int rules)
    {
        await using var secure = await StartAsync(modes);
        using var root = secure.ConnectAsAdministrator();

        using var answer = await root.PostAsync(
            "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
            new StringContent(
                """{"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectRulesReview","spec":{"namespace":"default"}}""",
                System.Text.Encoding.UTF8, "application/json"),
            Cancel);

        var status = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("status");
        Assert.Equal(rules, status.GetProperty("resourceRules").GetArrayLength());
        Assert.Equal(rules, status.GetProperty("nonResourceRules").GetArrayLength());
    }

    [Theory]
    [InlineData("", "at least one authorization-mode must be passed")]
    [InlineData("ABAC", "authorization-mode ABAC is none of AlwaysAllow, AlwaysDeny, Node, RBAC, Webhook")]
    [InlineData("RBAC,RBAC", "authorization-mode has a mode more than once")]
    public async Task Start_WrongModes_SaysWhatIsWrong(string modes, string expected)
    {
        var refused = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(modes));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    private static Task<SecureCluster> StartAsync(string modes) => SecureCluster.StartAsync(
        options => options with { AuthorizationModes = [.. modes.Split(',', StringSplitOptions.RemoveEmptyEntries)] });
}
