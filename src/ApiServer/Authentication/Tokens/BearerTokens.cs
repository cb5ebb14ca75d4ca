using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>
/// All kinds of bearer tokens, asked in order; the first that knows a token decides. Upstream: <c>token/union</c>, <c>request/bearertoken</c>.
/// </summary>
/// <param name="kinds">The authenticators.</param>
/// <param name="audiences">Who the API server is as an audience.</param>
internal sealed class BearerTokens(IReadOnlyList<ITokenAuthenticator> kinds, ListOf<string> audiences)
{
    private const string Scheme = "bearer";
    private const string Nobodys = "invalid bearer token";

    /// <summary>Who the API server is as an audience.</summary>
    public ListOf<string> Audiences => audiences;

    /// <summary>The token of an <c>Authorization</c> header; null when it holds none.</summary>
    public static string? TokenOf(string header)
    {
        var parts = header.Trim().Split(' ', 3);
        return parts.Length >= 2 && parts[0].Equals(Scheme, StringComparison.OrdinalIgnoreCase) && parts[1].Length > 0 ? parts[1] : null;
    }

    public async ValueTask<TokenAnswer> AuthenticateAsync(string token, ListOf<string> wanted, CancellationToken cancel)
    {
        var errors = new List<string>();
        foreach (var kind in kinds)
        {
            var answer = await kind.AuthenticateAsync(token, wanted, cancel);
            if (answer.User is { } user) return Admit(answer with { User = Authenticated(user) }, wanted);
            if (answer.Error.Length > 0) errors.Add(answer.Error);
        }

        return TokenAnswer.Refused(errors.Count switch { 0 => Nobodys, 1 => errors[0], _ => $"[{string.Join(", ", errors)}]" });
    }

    /// <summary>A token that does not say whom it is for is for the API server.</summary>
    private TokenAnswer Admit(TokenAnswer answer, ListOf<string> wanted)
    {
        if (!answer.Audiences.IsEmpty) return answer;
        var shared = audiences.Where(audience => wanted.Contains(audience)).ToListOf();
        return shared.IsEmpty ? TokenAnswer.Refused(Nobodys) : answer with { Audiences = shared };
    }

    private static UserInfo Authenticated(UserInfo user) => user.Groups.Contains(UserInfo.SystemAuthenticated)
        ? user
        : user with { Groups = user.Groups.Add(UserInfo.SystemAuthenticated) };
}
