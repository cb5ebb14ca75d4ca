using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>All kinds of bearer tokens. Upstream: <c>token/union</c>, <c>request/bearertoken</c>.</summary>
internal sealed class BearerTokens(ServiceAccountTokens accounts, BootstrapTokens bootstrap)
{
    private const string Scheme = "bearer";

    /// <summary>Who the API server is as an audience.</summary>
    public ListOf<string> Audiences => accounts.Audiences;

    /// <summary>The token of an <c>Authorization</c> header; null when it holds none.</summary>
    public static string? TokenOf(string header)
    {
        var parts = header.Trim().Split(' ', 3);
        return parts.Length >= 2 && parts[0].Equals(Scheme, StringComparison.OrdinalIgnoreCase) && parts[1].Length > 0 ? parts[1] : null;
    }

    public async ValueTask<TokenAnswer> AuthenticateAsync(string token, ListOf<string> audiences, CancellationToken cancel)
    {
        var account = await accounts.AuthenticateAsync(token, audiences, cancel);
        if (account.User is not null) return account;
        // A bootstrap token is for the API server, as all that does not say whom it is for.
        var joining = bootstrap.Authenticate(token);
        if (joining.User is not null)
        {
            var shared = Audiences.Where(audience => audiences.Contains(audience)).ToListOf();
            return shared.IsEmpty ? TokenAnswer.Refused("invalid bearer token") : joining with { Audiences = shared };
        }

        return account.Error.Length > 0 ? account : TokenAnswer.Refused("invalid bearer token");
    }
}
