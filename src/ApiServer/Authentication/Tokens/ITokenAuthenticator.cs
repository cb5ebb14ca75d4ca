using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>Knows one kind of tokens. Upstream: <c>authenticator.Token</c>.</summary>
internal interface ITokenAuthenticator
{
    /// <param name="token">The bearer token.</param>
    /// <param name="audiences">For whom it has to be: for one of them.</param>
    /// <param name="cancel">Gives up.</param>
    ValueTask<TokenAnswer> AuthenticateAsync(string token, ListOf<string> audiences, CancellationToken cancel);
}
