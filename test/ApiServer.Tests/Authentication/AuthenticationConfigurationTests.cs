using Kybernet.ApiServer.Authentication;
using Kybernet.ApiServer.Authentication.Oidc;

namespace Kybernet.ApiServer.Tests.Authentication;

public sealed class AuthenticationConfigurationTests
{
    private const string Right = """
        apiVersion: apiserver.config.k8s.io/v1
        kind: AuthenticationConfiguration
        jwt:
        - issuer:
            url: https://issuer.example
            audiences: [a, b]
            audienceMatchPolicy: MatchAny
          claimValidationRules:
          - {claim: hd, requiredValue: example.com}
          claimMappings:
            username: {claim: sub, prefix: "oidc:"}
            groups: {claim: groups, prefix: ""}
            uid: {claim: uid}
        anonymous:
          enabled: true
          conditions:
          - path: /livez
        """;

    [Fact]
    public void TryRead_Right_IsTheIssuer()
    {
        Assert.True(AuthenticationConfiguration.TryRead(Right, new(), out var options, out var problem), problem);
        var issuer = Assert.Single(options.Issuers);
        Assert.Equal("https://issuer.example/.well-known/openid-configuration", issuer.ConfigurationUrl);
        Assert.Equal(["a", "b"], issuer.Audiences);
        Assert.Equal(("sub", "oidc:", "uid"), (issuer.UsernameClaim, issuer.UsernamePrefix, issuer.UidClaim));
        Assert.Equal(("groups", ""), (issuer.GroupsClaim, issuer.GroupsPrefix));
        Assert.Equal(new RequiredClaim("hd", "example.com"), Assert.Single(issuer.RequiredClaims));
        Assert.True(options.IsAnonymousAllowed("/livez"));
        Assert.False(options.IsAnonymousAllowed("/api"));
    }

    [Theory]
    [InlineData("https://issuer.example", "http://issuer.example", "jwt[0].issuer.url: Invalid value: \"http://issuer.example\": URL scheme must be https")]
    [InlineData("audiences: [a, b]", "audiences: []", "jwt[0].issuer.audiences: Required value")]
    [InlineData("claim: sub, prefix: \"oidc:\"", "expression: claims.sub", "jwt[0].claimMappings.username.expression: Forbidden: CEL expressions are")]
    [InlineData("claim: hd, requiredValue: example.com", "expression: 'true'", "jwt[0].claimValidationRules[0].expression: Forbidden: CEL")]
    [InlineData("claim: sub, prefix: \"oidc:\"", "claim: sub", "jwt[0].claimMappings.username.prefix: Required value: prefix is required when claim is set")]
    [InlineData("claim: sub, prefix: \"oidc:\"", "claim: ''", "jwt[0].claimMappings.username: Required value")]
    [InlineData("claimValidationRules:", "claimValidationRule:", "unknown field \"jwt[0].claimValidationRule\"")]
    [InlineData("enabled: true", "enabled: false", "anonymous.conditions: Invalid value")]
    [InlineData("v1\nkind", "v2\nkind", "apiserver.config.k8s.io/v1, Kind=AuthenticationConfiguration is expected")]
    public void TryRead_Wrong_SaysWhere(string from, string to, string expected)
    {
        Assert.Contains(from, Right, StringComparison.Ordinal);
        Assert.False(AuthenticationConfiguration.TryRead(Right.Replace(from, to, StringComparison.Ordinal), new(), out _, out var problem));
        Assert.StartsWith(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_IssuerIsTheClustersOwn_IsRefused()
    {
        Assert.True(AuthenticationConfiguration.TryRead(Right, new(), out var options, out _));
        Assert.NotNull(options.Validate("https://issuer.example"));
        Assert.Null(options.Validate("https://kubernetes.default.svc"));
    }

    [Theory]
    [InlineData("secret,jane,1", null)]
    [InlineData("secret,jane,1,\"a,b\"\n\nother,joe,2", null)]
    [InlineData("secret,jane", "line 1: at least 3 columns are expected")]
    [InlineData("ok,jane,1\n,joe,2", "line 2: the token is empty")]
    public void Validate_TokenFile_SaysWhatIsWrongWithoutATokenInIt(string file, string? expected)
    {
        var problem = new AuthenticationOptions { StaticTokens = file }.Validate("");
        if (expected is null) Assert.Null(problem);
        else Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem ?? "", StringComparison.Ordinal);
    }
}
