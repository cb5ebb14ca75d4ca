namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>What tokens of Secrets say in place of the claims of issued ones.</summary>
/// <param name="Namespace">Of account and Secret.</param>
/// <param name="Account">Whose it is.</param>
/// <param name="Secret">The name of the Secret that holds it.</param>
internal sealed record LegacyClaims(string Namespace, TokenReference Account, string Secret);
