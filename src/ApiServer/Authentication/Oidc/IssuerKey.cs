using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Kybernet.ApiServer.Authentication.Oidc;

/// <summary>A public key of an issuer: RSA or an elliptic curve. Upstream's algorithms: <c>oidc.AllValidSigningAlgorithms</c>.</summary>
internal sealed class IssuerKey
{
    private readonly string _algorithm;
    private readonly RSAParameters? _rsa;
    private readonly ECParameters? _elliptic;

    private IssuerKey(string id, string algorithm, RSAParameters? rsa, ECParameters? elliptic) =>
        (Id, _algorithm, _rsa, _elliptic) = (id, algorithm, rsa, elliptic);

    public string Id { get; }

    /// <summary>Null for a key of another kind, or one that is not for signatures.</summary>
    public static IssuerKey? Read(JsonElement jwk)
    {
        if (Text(jwk, "use") is not ("" or "sig")) return null;
        try
        {
            var (id, algorithm) = (Text(jwk, "kid"), Text(jwk, "alg"));
            return Text(jwk, "kty") switch
            {
                "RSA" => new(id, algorithm, new RSAParameters { Modulus = Bytes(jwk, "n"), Exponent = Bytes(jwk, "e") }, null),
                "EC" when CurveOf(Text(jwk, "crv")) is { } curve => new(
                    id, algorithm, null, new ECParameters { Curve = curve, Q = new() { X = Bytes(jwk, "x"), Y = Bytes(jwk, "y") } }),
                _ => null,
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The signature is this key's. An algorithm of another kind of key, or other than the key's own, never is: <c>none</c> is none.</summary>
    public bool Verify(IssuedToken token)
    {
        if (_algorithm.Length > 0 && _algorithm != token.Algorithm) return false;
        try
        {
            if (_rsa is { } parameters)
            {
                if (RsaOf(token.Algorithm) is not var (hash, padding)) return false;
                using var rsa = RSA.Create(parameters);
                return rsa.VerifyData(token.SignedText, token.Signature, hash, padding);
            }

            if (EllipticOf(token.Algorithm) is not var (curveHash, size)) return false;
            using var elliptic = ECDsa.Create(_elliptic!.Value);
            return elliptic.KeySize == size
                && elliptic.VerifyData(token.SignedText, token.Signature, curveHash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static (HashAlgorithmName Hash, RSASignaturePadding Padding)? RsaOf(string algorithm) => algorithm switch
    {
        "RS256" => (HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        "RS384" => (HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
        "RS512" => (HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        "PS256" => (HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        "PS384" => (HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
        "PS512" => (HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
        _ => null,
    };

    private static (HashAlgorithmName Hash, int KeySize)? EllipticOf(string algorithm) => algorithm switch
    {
        "ES256" => (HashAlgorithmName.SHA256, 256),
        "ES384" => (HashAlgorithmName.SHA384, 384),
        "ES512" => (HashAlgorithmName.SHA512, 521),
        _ => null,
    };

    private static ECCurve? CurveOf(string name) => name switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        "P-521" => ECCurve.NamedCurves.nistP521,
        _ => null,
    };

    private static byte[] Bytes(JsonElement jwk, string name) => Base64Url.DecodeFromChars(Text(jwk, name));

    private static string Text(JsonElement jwk, string name) =>
        jwk.ValueKind == JsonValueKind.Object && jwk.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString()! : "";
}
