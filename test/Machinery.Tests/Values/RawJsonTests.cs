using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Tests.Values;

public class RawJsonTests
{
    [Fact]
    public void RawExtension_Bytes_AreTheValue()
    {
        var json = """{"kind":"Pod"}"""u8.ToArray();
        var copied = RawExtension.FromJson(json);
        var adopted = RawExtension.Adopt(json);
        Assert.Equal(copied, adopted);
        Assert.Equal(copied.GetHashCode(), adopted.GetHashCode());
        Assert.True(copied == adopted && !(copied != adopted) && copied != RawExtension.FromJson("{}"u8));
        json[0] = (byte)'[';
        Assert.Equal("""{"kind":"Pod"}""", copied.ToString());
        Assert.True(adopted.Span.SequenceEqual(json) && adopted.Memory.Span.SequenceEqual(json));
    }

    [Fact]
    public void FieldsV1_Bytes_AreTheValue()
    {
        var json = """{"f:spec":{}}"""u8.ToArray();
        var copied = FieldsV1.FromJson(json);
        var adopted = FieldsV1.Adopt(json);
        Assert.Equal(copied, adopted);
        Assert.Equal(copied.GetHashCode(), adopted.GetHashCode());
        Assert.True(copied == adopted && !(copied != adopted) && copied != FieldsV1.FromJson("{}"u8));
        json[0] = (byte)'[';
        Assert.Equal("""{"f:spec":{}}""", copied.ToString());
        Assert.True(adopted.Span.SequenceEqual(json) && adopted.Memory.Span.SequenceEqual(json));
    }

    [Fact]
    public void Absent_IsNullInJson()
    {
        Assert.True(default(RawExtension).IsAbsent && RawExtension.FromJson("null"u8).IsAbsent && RawExtension.Adopt(null).IsAbsent);
        Assert.True(default(FieldsV1).IsAbsent && FieldsV1.FromJson("null"u8).IsAbsent && FieldsV1.Adopt(null).IsAbsent);
        Assert.False(RawExtension.FromJson("{}"u8).IsAbsent || FieldsV1.FromJson("{}"u8).IsAbsent);
        Assert.Equal(("null", "null"), (default(RawExtension).ToString(), default(FieldsV1).ToString()));
        Assert.Equal(RawExtension.Adopt([]), default);
        Assert.True(default(RawExtension).Span.IsEmpty && default(FieldsV1).Memory.IsEmpty);
    }
}
