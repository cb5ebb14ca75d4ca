using System.Buffers.Text;
using System.Security.Cryptography;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Authentication.Tokens;

/// <summary>
/// A key that signs and verifies service account tokens: RSA (RS256) or ECDSA (ES256, ES384, ES512). Nothing of it but the public half
/// can be read. Upstream: <c>pkg/serviceaccount/jwt.go</c>.
/// </summary>
public sealed class TokenKey
{
    // Guards the key: the platform's algorithms are not for two threads at once.
    private readonly Lock _gate = new();
    private readonly AsymmetricAlgorithm _key;
    private readonly HashAlgorithmName _hash;

    private TokenKey(AsymmetricAlgorithm key)
    {
        _key = key;
        (Algorithm, _hash) = key switch
        {
            RSA => ("RS256", HashAlgorithmName.SHA256),
            ECDsa { KeySize: 256 } => ("ES256", HashAlgorithmName.SHA256),
            ECDsa { KeySize: 384 } => ("ES384", HashAlgorithmName.SHA384),
            ECDsa { KeySize: 521 } => ("ES512", HashAlgorithmName.SHA512),
            _ => throw new ArgumentException("a key for tokens is RSA, or ECDSA on a curve of 256, 384 or 521 bits", nameof(key)),
        };
        // The id says nothing about the key: the hash of its public half.
        Id = Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>The <c>kid</c> of what it signs.</summary>
    public string Id { get; }

    /// <summary>The <c>alg</c> of what it signs, and of nothing else it verifies.</summary>
    public string Algorithm { get; }

    /// <summary>A new ECDSA P-256 key.</summary>
    public static TokenKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <param name="pem">A private key, of the kinds upstream reads: PKCS#8, <c>RSA PRIVATE KEY</c> or <c>EC PRIVATE KEY</c>.</param>
    /// <exception cref="ArgumentException">It is none of these. The message does not repeat it.</exception>
    public static TokenKey Load(string pem)
    {
        AsymmetricAlgorithm[] kinds = [ECDsa.Create(), RSA.Create()];
        foreach (var kind in kinds)
        {
            try
            {
                kind.ImportFromPem(pem);
                return new(kind);
            }
            catch (Exception e) when (e is ArgumentException or CryptographicException)
            {
                kind.Dispose();
            }
        }

        throw new ArgumentException("the key for service account tokens is no RSA or ECDSA private key in PEM", nameof(pem));
    }

    /// <summary>The private key in PEM. A secret: files with it have mode 0600.</summary>
    public string ExportPem() => _key.ExportPkcs8PrivateKeyPem();

    public byte[] Sign(ReadOnlySpan<byte> text)
    {
        lock (_gate)
        {
            return _key switch
            {
                RSA rsa => rsa.SignData(text, _hash, RSASignaturePadding.Pkcs1),
                _ => ((ECDsa)_key).SignData(text, _hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            };
        }
    }

    public bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        lock (_gate)
        {
            return _key switch
            {
                RSA rsa => rsa.VerifyData(text, signature, _hash, RSASignaturePadding.Pkcs1),
                _ => ((ECDsa)_key).VerifyData(text, signature, _hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            };
        }
    }

    /// <summary>The public half as a JSON Web Key.</summary>
    internal void WriteJwk(JsonWriter json)
    {
        var elliptic = (_key as ECDsa)?.ExportParameters(includePrivateParameters: false);
        json.Raw("{\"use\":\"sig\",\"kty\":"u8);
        json.String(elliptic is null ? "RSA" : "EC");
        json.Raw(",\"kid\":"u8);
        json.String(Id);
        if (elliptic is not null) Member(json, "crv", $"P-{_key.KeySize}");
        Member(json, "alg", Algorithm);
        if (elliptic is { } point)
        {
            Member(json, "x", Base64Url.EncodeToString(point.Q.X));
            Member(json, "y", Base64Url.EncodeToString(point.Q.Y));
        }
        else
        {
            var numbers = ((RSA)_key).ExportParameters(includePrivateParameters: false);
            Member(json, "n", Base64Url.EncodeToString(numbers.Modulus));
            Member(json, "e", Base64Url.EncodeToString(numbers.Exponent));
        }

        json.Raw("}"u8);
    }

    private static void Member(JsonWriter json, string name, string value)
    {
        json.Raw(","u8);
        json.String(name);
        json.Raw(":"u8);
        json.String(value);
    }
}
