using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;

namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>What an authenticator found of a token.</summary>
/// <param name="User">Whose it is; null when it is nobody's.</param>
/// <param name="Audiences">For whom the token is, of those asked about.</param>
/// <param name="Error">Why it is nobody's, for those who may review tokens; never for who showed it.</param>
internal sealed record TokenAnswer(UserInfo? User, ListOf<string> Audiences, string Error)
{
    /// <summary>The token is not of the authenticator's kind.</summary>
    public static TokenAnswer NotMine { get; } = new(null, default, "");

    public static TokenAnswer Refused(string error) => new(null, default, error);
}
