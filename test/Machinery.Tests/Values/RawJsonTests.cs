using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Values;

public class RawJsonTests
{
    [Theory]
    [InlineData("""{"kind":"Pod"}""", """{"kind":"Pod"}""")]
    [InlineData("{ \"b\" : [ 1 ,\n 2 ] , \"a\" : \" x \\\" y \" }", """{"b":[1,2],"a":" x \" y "}""")]
    [InlineData(" true ", "true")]
    public void FromJson_WhiteSpace_IsDroppedBetweenTokensOnly(string json, string expected)
    {
        Assert.Equal(expected, RawExtension.FromJson(Utf8(json)).ToString());
        Assert.Equal(expected, FieldsV1.FromJson(Utf8(json)).ToString());
    }

    [Fact]
    public void Equality_ComparesTheCompactText()
    {
        var value = RawExtension.FromJson("""{"a":1}"""u8);
        var same = RawExtension.FromJson("""{ "a": 1 }"""u8);
        Assert.Equal(value, same);
        Assert.Equal(value.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(value, RawExtension.FromJson("{}"u8));
        Assert.NotEqual(FieldsV1.FromJson("{}"u8), default);
    }

    [Fact]
    public void Null_IsAbsent()
    {
        Assert.True(default(RawExtension).IsAbsent && RawExtension.FromJson("null"u8).IsAbsent);
        Assert.True(default(FieldsV1).IsAbsent && FieldsV1.FromJson("null"u8).IsAbsent);
        Assert.Equal(("null", "null"), (default(RawExtension).ToString(), default(FieldsV1).ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("nul")]
    public void TryFromJson_NotJson_IsRefused(string json)
    {
        Assert.False(RawExtension.TryFromJson(Utf8(json), out _));
        Assert.Throws<FormatException>(() => FieldsV1.FromJson(Utf8(json)));
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
