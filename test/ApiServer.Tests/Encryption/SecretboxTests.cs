using Kybernet.ApiServer.Encryption;

namespace Kybernet.ApiServer.Tests.Encryption;

/// <summary>Our XSalsa20-Poly1305 against vectors others published.</summary>
public sealed class SecretboxTests
{
    // The worked example of NaCl's documentation, section 10 of "Cryptography in NaCl".
    private const string Key = "1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389";
    private const string Nonce = "69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37";
    private const string Message =
        "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31"
        + "0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864"
        + "5e0705";

    private const string Box =
        "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c972"
        + "71d2c20f9b928fe2270d6fb863d51738b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de56244a9e88d5f9b3"
        + "7973f622a43d14a6599b1f654cb45a74e355a5";

    [Fact]
    public void Seal_PublishedExample_GivesThePublishedBox()
    {
        var message = Convert.FromHexString(Message);
        var box = new byte[message.Length + XSalsa20Poly1305.TagSize];

        XSalsa20Poly1305.Seal(Convert.FromHexString(Key), Convert.FromHexString(Nonce), message, box);

        Assert.Equal(Box, Convert.ToHexStringLower(box));
    }

    [Fact]
    public void TryOpen_AnyBitChanged_IsRefused()
    {
        var box = Convert.FromHexString(Box);
        var message = new byte[box.Length - XSalsa20Poly1305.TagSize];
        Assert.True(XSalsa20Poly1305.TryOpen(Convert.FromHexString(Key), Convert.FromHexString(Nonce), box, message));
        Assert.Equal(Message, Convert.ToHexStringLower(message));

        for (var bit = 0; bit < box.Length * 8; bit++)
        {
            var changed = (byte[])box.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(XSalsa20Poly1305.TryOpen(Convert.FromHexString(Key), Convert.FromHexString(Nonce), changed, message));
        }
    }

    // RFC 8439, 2.5.2 and the edge cases of A.3.
    [Theory]
    [InlineData("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b",
        "43727970746f6772617068696320466f72756d2052657365617263682047726f7570", "a8061dc1305136c6c22b8baf0c0127a9")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000", "ffffffffffffffffffffffffffffffff", "03000000000000000000000000000000")]
    [InlineData("02000000000000000000000000000000ffffffffffffffffffffffffffffffff", "02000000000000000000000000000000", "03000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffff0ffffffffffffffffffffffffffffff11000000000000000000000000000000", "05000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000",
        "fffffffffffffffffffffffffffffffffbfefefefefefefefefefefefefefefe01010101010101010101010101010101", "00000000000000000000000000000000")]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000", "fdffffffffffffffffffffffffffffff", "faffffffffffffffffffffffffffffff")]
    public void Poly1305_PublishedExamples_GiveTheirTags(string key, string message, string expected)
    {
        var tag = new byte[Poly1305.TagSize];
        Poly1305.Compute(Convert.FromHexString(key), Convert.FromHexString(message), tag);
        Assert.Equal(expected, Convert.ToHexStringLower(tag));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(96)]
    [InlineData(97)]
    [InlineData(100_000)]
    public void Seal_ThenOpen_GivesTheMessage(int length)
    {
        var message = Enumerable.Range(0, length).Select(static i => (byte)i).ToArray();
        var box = new byte[length + XSalsa20Poly1305.TagSize];
        var opened = new byte[length];

        XSalsa20Poly1305.Seal(Convert.FromHexString(Key), Convert.FromHexString(Nonce), message, box);

        Assert.True(XSalsa20Poly1305.TryOpen(Convert.FromHexString(Key), Convert.FromHexString(Nonce), box, opened));
        Assert.Equal(message, opened);
    }
}
