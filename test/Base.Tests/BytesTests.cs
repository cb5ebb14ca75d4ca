using CsCheck;

namespace Kybernet.Base.Tests;

public sealed class BytesTests
{
    [Fact]
    public void Equals_AnyTwo_IsOfContentAndAgreesWithOrderAndHash()
    {
        var short2 = Gen.Byte[0, 3].Array[0, 4];
        Gen.Select(short2, short2).Sample((a, b) =>
        {
            var (x, y) = (new Bytes(a), new Bytes(b));
            var same = a.AsSpan().SequenceEqual(b);
            return x.Equals(y) == same && (x.CompareTo(y) == 0) == same && (!same || x.GetHashCode() == y.GetHashCode())
                && Math.Sign(x.CompareTo(y)) == Math.Sign(a.AsSpan().SequenceCompareTo(b));
        });
    }

    [Theory]
    [InlineData("plain/text", "plain/text")]
    [InlineData("é", "\\xc3\\xa9")]
    [InlineData("\0\n", "\\x00\\x0a")]
    public void ToString_Unprintable_IsEscaped(string text, string shown) => Assert.Equal(shown, Bytes.Of(text).ToString());

    [Fact]
    public void AsArray_WholeArray_IsThatArray()
    {
        byte[] whole = [1, 2, 3];
        Assert.Same(whole, new Bytes(whole).AsArray());
        Assert.Equal([2, 3], new Bytes(whole.AsMemory(1)).AsArray());
    }
}
