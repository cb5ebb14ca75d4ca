using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Kybernet.ApiServer.Authentication.Oidc;

/// <summary>Somebody's JSON Web Token taken apart, not verified.</summary>
/// <param name="Algorithm">What the token says it is signed with.</param>
/// <param name="KeyId">The key it says; may be empty.</param>
/// <param name="Claims">What it says.</param>
/// <param name="SignedText">What the signature is of.</param>
/// <param name="Signature">The signature.</param>
internal sealed record IssuedToken(string Algorithm, string KeyId, JsonElement Claims, byte[] SignedText, byte[] Signature)
{
    // More than fits into a request's headers.
    private const int MaxLength = 64 * 1024;

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    public string Issuer => Text("iss");

    /// <summary>Null when the text is no such token.</summary>
    public static IssuedToken? Parse(string token)
    {
        if (token.Length > MaxLength || token.Split('.') is not [var head, var body, var signature]) return null;
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(head), s_strict);
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(body), s_strict);
            // Extensions that must be understood are not.
            if (claims.RootElement.ValueKind != JsonValueKind.Object || header.RootElement.TryGetProperty("crit", out _)) return null;
            var algorithm = header.RootElement.GetProperty("alg").GetString() ?? "";
            var key = header.RootElement.TryGetProperty("kid", out var id) ? id.GetString() ?? "" : "";
            return new(algorithm, key, claims.RootElement.Clone(), Encoding.ASCII.GetBytes($"{head}.{body}"), Base64Url.DecodeFromChars(signature));
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The claim when it is a string; otherwise empty.</summary>
    public string Text(string claim) =>
        Claims.TryGetProperty(claim, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString()! : "";

    /// <summary>Seconds since 1970; null when the claim is not there or no number.</summary>
    public double? Seconds(string claim) =>
        Claims.TryGetProperty(claim, out var found) && found.ValueKind == JsonValueKind.Number && found.TryGetDouble(out var value) ? value : null;

    /// <summary>One string, or several; null when the claim is something else, or not there.</summary>
    public IReadOnlyList<string>? Texts(string claim)
    {
        if (!Claims.TryGetProperty(claim, out var found)) return null;
        if (found.ValueKind == JsonValueKind.String) return [found.GetString()!];
        if (found.ValueKind != JsonValueKind.Array || found.EnumerateArray().Any(static one => one.ValueKind != JsonValueKind.String)) return null;
        return [.. found.EnumerateArray().Select(static one => one.GetString()!)];
    }
}
