using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Kybernet.ApiServer.Authentication.Oidc;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Tests.Authentication;

/// <summary>An OpenID issuer: its documents over HTTPS, and tokens.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private readonly List<(string Id, string Algorithm, AsymmetricAlgorithm Key)> _keys = [];
    private HttpsStub? _stub;

    public string Url => _stub!.Url;

    public int Asked => _stub!.Asked;

    /// <summary>What the configuration says the issuer is; empty for <see cref="Url"/>.</summary>
    public string SaysItIs { get; set; } = "";

    public static async Task<TestIssuer> StartAsync(string algorithm)
    {
        var issuer = new TestIssuer();
        issuer.Rotate("first", algorithm);
        issuer._stub = await HttpsStub.StartAsync(issuer.AnswerAsync);
        return issuer;
    }

    /// <summary>A key instead of those there were.</summary>
    public void Rotate(string id, string algorithm)
    {
        _keys.Clear();
        _keys.Add((id, algorithm, algorithm[0] == 'E' ? ECDsa.Create(CurveOf(algorithm)) : RSA.Create(2048)));
    }

    public JwtIssuer Trust() => new()
    {
        Url = Url,
        CertificateAuthority = _stub!.AuthorityPem,
        Audiences = ["kybernet", "other"],
        UsernameClaim = "sub",
        UsernamePrefix = "oidc:",
        GroupsClaim = "groups",
        GroupsPrefix = "oidc:",
        UidClaim = "uid",
        RequiredClaims = [new("tenant", "a")],
    };

    /// <summary>A token that says this, signed with the newest key; <c>ISSUER</c> stands for the issuer.</summary>
    public string Sign(string claims, string? algorithm = null)
    {
        var (id, usual, key) = _keys[0];
        var head = $$"""{"alg":"{{algorithm ?? usual}}","kid":"{{id}}","typ":"JWT"}""";
        var body = claims.Replace("ISSUER", Url, StringComparison.Ordinal);
        var text = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(head))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(body))}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = key switch
        {
            RSA rsa => rsa.SignData(bytes, HashOf(usual), usual[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1),
            _ => ((ECDsa)key).SignData(bytes, HashOf(usual), DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
        };
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    public ValueTask DisposeAsync() => _stub!.DisposeAsync();

    private Task AnswerAsync(HttpContext http) => http.Response.WriteAsync(
        http.Request.Path == "/.well-known/openid-configuration"
            ? $$"""{"issuer":"{{(SaysItIs.Length > 0 ? SaysItIs : Url)}}","jwks_uri":"{{Url}}/keys"}"""
            : $$"""{"keys":[{"kty":"oct","kid":"odd","k":"AAAA"},{{string.Join(',', _keys.Select(static key => Jwk(key.Id, key.Key)))}}]}""");

    private static string Jwk(string id, AsymmetricAlgorithm key)
    {
        if (key is RSA rsa)
        {
            var numbers = rsa.ExportParameters(false);
            var (modulus, exponent) = (Base64Url.EncodeToString(numbers.Modulus), Base64Url.EncodeToString(numbers.Exponent));
            return $$"""{"kty":"RSA","use":"sig","kid":"{{id}}","n":"{{modulus}}","e":"{{exponent}}"}""";
        }

        var point = ((ECDsa)key).ExportParameters(false).Q;
        var (x, y) = (Base64Url.EncodeToString(point.X), Base64Url.EncodeToString(point.Y));
        return $$"""{"kty":"EC","use":"sig","kid":"{{id}}","crv":"P-{{key.KeySize}}","x":"{{x}}","y":"{{y}}"}""";
    }

    private static ECCurve CurveOf(string algorithm) => algorithm switch
    {
        "ES384" => ECCurve.NamedCurves.nistP384,
        "ES512" => ECCurve.NamedCurves.nistP521,
        _ => ECCurve.NamedCurves.nistP256,
    };

    private static HashAlgorithmName HashOf(string algorithm) => new("SHA" + algorithm[2..]);
}
