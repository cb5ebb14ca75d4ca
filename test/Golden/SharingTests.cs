using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.Golden.Tests;

public class SharingTests
{
    /// <summary>A record that comes from the pool is written as the one that was read anew.</summary>
    [Theory]
    [MemberData(nameof(GoldenPair.Names), MemberType = typeof(GoldenPair))]
    public void Sharing_SameObjectAgain_IsWrittenTheSame(string name)
    {
        var pair = new GoldenPair(name);
        var options = DecodeOptions.Sharing();
        for (var round = 0; round < 3; round++)
        {
            var fromProtobuf = ObjectProtobuf.Decode(pair.Protobuf, GoldenPair.Scheme, options);
            Assert.Equal(Convert.ToHexString(pair.Protobuf), Convert.ToHexString(ObjectProtobuf.Encode(fromProtobuf.Value!)));
            var fromJson = ObjectJson.Decode(pair.Json, GoldenPair.Scheme, options);
            Assert.Equal(ObjectJson.Encode(fromProtobuf.Value!), ObjectJson.Encode(fromJson.Value!));
        }
    }
}
