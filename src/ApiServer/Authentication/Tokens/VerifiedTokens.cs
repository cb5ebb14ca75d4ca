using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>
/// Tokens whose signature was found right, by their hash, so that it is worked out once a token and not once a request. Whether a token
/// is still valid is not remembered. When it is full it forgets everything.
/// </summary>
internal sealed class VerifiedTokens
{
    private const int MaxTokens = 4096;

    private readonly ConcurrentDictionary<string, TokenClaims> _claims = new(StringComparer.Ordinal);

    public TokenClaims? Find(string token) => _claims.GetValueOrDefault(KeyOf(token));

    public void Add(string token, TokenClaims claims)
    {
        if (_claims.Count >= MaxTokens) _claims.Clear();
        _claims.TryAdd(KeyOf(token), claims);
    }

    private static string KeyOf(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
