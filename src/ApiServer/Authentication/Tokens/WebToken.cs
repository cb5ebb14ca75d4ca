using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>A JSON Web Token taken apart, not verified.</summary>
/// <param name="Algorithm">What the token says it is signed with.</param>
/// <param name="KeyId">The key it says; may be empty.</param>
/// <param name="Claims">What it says.</param>
/// <param name="SignedText">What the signature is of.</param>
/// <param name="Signature">The signature.</param>
internal sealed record WebToken(string Algorithm, string KeyId, TokenClaims Claims, byte[] SignedText, byte[] Signature)
{
    /// <summary>Longer ones are none of ours.</summary>
    private const int MaxLength = 16 * 1024;

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>Null when the text is no such token. Nothing is said of why: the text comes from anyone.</summary>
    public static WebToken? Parse(string token)
    {
        if (token.Length > MaxLength || token.Split('.') is not [var head, var body, var signature]) return null;
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(head), s_strict);
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(body), s_strict);
            // Extensions that must be understood are not.
            if (header.RootElement.TryGetProperty("crit", out _)) return null;
            var algorithm = header.RootElement.GetProperty("alg").GetString() ?? "";
            var key = header.RootElement.TryGetProperty("kid", out var id) ? id.GetString() ?? "" : "";
            return new(
                algorithm, key, TokenClaims.Read(claims.RootElement), Encoding.ASCII.GetBytes($"{head}.{body}"), Base64Url.DecodeFromChars(signature));
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The claims as a token, signed.</summary>
    public static string Sign(TokenClaims claims, TokenKey key)
    {
        using var json = new JsonWriter();
        json.BeginObject();
        json.Key("alg");
        json.String(key.Algorithm);
        json.Key("kid");
        json.String(key.Id);
        json.EndObject();
        var head = Base64Url.EncodeToString(json.Written);
        json.Clear();
        claims.Write(json);
        var text = $"{head}.{Base64Url.EncodeToString(json.Written)}";
        return $"{text}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(text)))}";
    }

    /// <summary>Signed with one of the keys, in the way of that key: what the token says of its algorithm chooses nothing.</summary>
    public bool IsSignedBy(IReadOnlyList<TokenKey> keys)
    {
        foreach (var key in keys)
            if ((KeyId.Length == 0 || KeyId == key.Id) && Algorithm == key.Algorithm && key.Verify(SignedText, Signature)) return true;
        return false;
    }
}
