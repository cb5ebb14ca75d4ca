using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Authentication.Tokens;
using Kybernet.ApiServer.Tests.Authorization;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Tests.Authentication;

public sealed class BootstrapTokensTests(AccessCluster cluster) : IClassFixture<AccessCluster>
{
    private const string Right = "0123456789abcdef";

    [Theory]
    [InlineData("aaaaaa", Right, "", true)]
    [InlineData("bbbbbb", "0123456789abcdeg", "", false)]
    [InlineData("cccccc", Right, "usage-bootstrap-authentication=false", false)]
    [InlineData("dddddd", Right, "expiration=2020-01-01T00:00:00Z", false)]
    [InlineData("eeeeee", Right, "expiration=2999-01-01T00:00:00Z", true)]
    [InlineData("ffffff", Right, "token-id=zzzzzz", false)]
    [InlineData("gggggg", Right, "auth-extra-groups=system:masters", false)]
    [InlineData("hhhhhh", Right, "auth-extra-groups=system:bootstrappers:workers", true)]
    [InlineData("iiiiii", Right + "0", "", false)]
    public async Task Authenticate_Token_ByItsSecret(string id, string shown, string data, bool isUser)
    {
        await WriteAsync(id, data);
        var answer = new BootstrapTokens(cluster.Registry, TimeProvider.System).Authenticate($"{id}.{shown}");
        Assert.Equal(isUser ? "system:bootstrap:" + id : null, answer.User?.Name);
        Assert.Equal(isUser || id.Length != 6 || shown.Length != 16, answer.Error.Length == 0);
        if (isUser) Assert.Contains("system:bootstrappers", answer.User!.Groups);
        if (isUser) Assert.Equal(data.EndsWith("workers", StringComparison.Ordinal), answer.User!.Groups.Contains("system:bootstrappers:workers"));
    }

    private async Task WriteAsync(string id, string data)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["token-id"] = id,
            ["token-secret"] = Right,
            ["usage-bootstrap-authentication"] = "true",
        };
        if (data.Length > 0) values[data.Split('=')[0]] = data.Split('=')[1];
        Assert.Null(await cluster.CreateAsync(new Secret
        {
            Metadata = new() { Name = "bootstrap-token-" + id, Namespace = "kube-system" },
            Type = "bootstrap.kubernetes.io/token",
            StringData = values.ToMapOf(),
        }));
    }
}
