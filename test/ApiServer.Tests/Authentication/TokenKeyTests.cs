using System.Security.Cryptography;
using System.Text;
using Kybernet.ApiServer.Authentication.Tokens;

namespace Kybernet.ApiServer.Tests.Authentication;

public sealed class TokenKeyTests
{
    public static TheoryData<string, string> Keys()
    {
        using var rsa = RSA.Create(2048);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var p521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        return new()
        {
            { "RS256", rsa.ExportPkcs8PrivateKeyPem() },
            { "RS256", rsa.ExportRSAPrivateKeyPem() },
            { "ES256", p256.ExportECPrivateKeyPem() },
            { "ES384", p384.ExportPkcs8PrivateKeyPem() },
            { "ES512", p521.ExportPkcs8PrivateKeyPem() },
        };
    }

    [Theory]
    [MemberData(nameof(Keys), DisableDiscoveryEnumeration = true)]
    public void Load_EachKind_SignsWhatItVerifies(string algorithm, string pem)
    {
        var key = TokenKey.Load(pem);
        var text = Encoding.UTF8.GetBytes("text");
        Assert.Equal(algorithm, key.Algorithm);
        Assert.True(key.Verify(text, key.Sign(text)));
        Assert.False(key.Verify("other"u8, key.Sign(text)));
        Assert.Equal(key.Id, TokenKey.Load(key.ExportPem()).Id);
    }

    [Fact]
    public void Load_NoKey_SaysSoWithoutRepeatingIt()
    {
        var error = Assert.Throws<ArgumentException>(() => TokenKey.Load("hunter2"));
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfAKey_ShowsNothing() => Assert.Equal(typeof(TokenKey).FullName, TokenKey.Create().ToString());
}
