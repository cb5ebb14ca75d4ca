using System.Text;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.Golden.Tests;

public class GoldenTests
{
    [Theory]
    [MemberData(nameof(GoldenPair.Names), MemberType = typeof(GoldenPair))]
    public void Json_ReadAndWrittenAsProtobuf_IsUpstreamsProtobuf(string name)
    {
        var pair = new GoldenPair(name);
        var value = FromJson(pair);
        Assert.Equal(Convert.ToHexString(pair.Protobuf), Convert.ToHexString(ObjectProtobuf.Encode(value)));
    }

    [Theory]
    [MemberData(nameof(GoldenPair.Names), MemberType = typeof(GoldenPair))]
    public void Protobuf_ReadAndWrittenAsJson_IsUpstreamsJson(string name)
    {
        var pair = new GoldenPair(name);
        var decoded = ObjectProtobuf.Decode(pair.Protobuf, GoldenPair.Scheme, DecodeOptions.Default);
        Assert.True(decoded.Succeeded, decoded.Error?.Message);
        Assert.Equal(Compact(pair.Json), Encoding.UTF8.GetString(ObjectJson.Encode(decoded.Value)));
    }

    [Theory]
    [MemberData(nameof(GoldenPair.Names), MemberType = typeof(GoldenPair))]
    public void BothEncodings_Read_AreEqualObjects(string name)
    {
        var pair = new GoldenPair(name);
        var fromJson = FromJson(pair);
        var fromProtobuf = ObjectProtobuf.Decode(pair.Protobuf, GoldenPair.Scheme, DecodeOptions.Default).Value;
        Assert.Equal(fromJson, fromProtobuf);
        Assert.Equal(fromJson.GetHashCode(), fromProtobuf!.GetHashCode());
    }

    private static IKind FromJson(GoldenPair pair)
    {
        var findings = new StrictFindings();
        var reader = new JsonReader(pair.Json, DecodeOptions.Default, findings);
        var value = pair.Codec.ReadJson(ref reader);
        reader.ExpectEnd();
        Assert.Null(reader.Fault);
        Assert.Empty(findings.Messages);
        return value;
    }

    /// <summary>The document without white space; golden data has none inside strings but blanks of its own.</summary>
    private static string Compact(byte[] json)
    {
        var compact = new StringBuilder();
        foreach (var line in Encoding.UTF8.GetString(json).Split('\n'))
        {
            var trimmed = line.Trim();
            var colon = trimmed.IndexOf("\": ", StringComparison.Ordinal);
            compact.Append(colon < 0 ? trimmed : trimmed.Remove(colon + 2, 1));
        }

        return compact.ToString();
    }
}
