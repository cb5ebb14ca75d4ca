using Kybernet.Machinery.Json;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>
/// How others verify service account tokens: the issuer's configuration and its public keys. Upstream:
/// <c>pkg/serviceaccount/openidmetadata.go</c>, <c>pkg/routes/openidmetadata.go</c>.
/// </summary>
internal sealed class OpenIdAnswers(ServiceAccountTokens tokens, Func<string> serverAddress)
{
    public const string ConfigurationPath = "/.well-known/openid-configuration";
    public const string KeysPath = "/openid/v1/jwks";

    /// <summary>False when the path is neither.</summary>
    public async ValueTask<bool> AnswerAsync(HttpContext http, string path)
    {
        if (path is not (ConfigurationPath or KeysPath)) return false;
        var body = path == KeysPath ? Keys() : Configuration();
        http.Response.StatusCode = 200;
        http.Response.ContentType = path == KeysPath ? "application/jwk-set+json" : "application/json";
        http.Response.Headers.CacheControl = "public, max-age=3600";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
        return true;
    }

    internal byte[] Configuration()
    {
        using var json = new JsonWriter();
        json.Raw("{\"issuer\":"u8);
        json.String(tokens.Issuer);
        json.Raw(",\"jwks_uri\":"u8);
        json.String($"https://{serverAddress()}{KeysPath}");
        json.Raw(",\"response_types_supported\":[\"id_token\"],\"subject_types_supported\":[\"public\"],\"id_token_signing_alg_values_supported\":["u8);
        json.Raw(System.Text.Encoding.ASCII.GetBytes(
            string.Join(',', tokens.Keys.Select(static key => $"\"{key.Algorithm}\"").Distinct().Order(StringComparer.Ordinal))));
        json.Raw("]}"u8);
        return json.Written.ToArray();
    }

    internal byte[] Keys()
    {
        using var json = new JsonWriter();
        json.Raw("{\"keys\":["u8);
        for (var i = 0; i < tokens.Keys.Count; i++)
        {
            if (i > 0) json.Raw(","u8);
            tokens.Keys[i].WriteJwk(json);
        }

        json.Raw("]}"u8);
        return json.Written.ToArray();
    }
}
