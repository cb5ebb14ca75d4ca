using Kybernet.Api;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Objects;

namespace Kybernet.Fuzz.Tests;

/// <summary>Damaged bytes, read with pools that know the undamaged ones: the same answer as without, fault for fault and byte for byte.</summary>
public class SharingFuzzTests
{
    private static readonly Scheme s_scheme = ApiScheme.Create();
    private static readonly DecodeOptions s_alone = DecodeOptions.Default;
    private static readonly DecodeOptions s_sharing = DecodeOptions.Sharing();

    [Fact]
    public void MutatedJson_Sharing_IsReadAsAlone() => FuzzRun.Of("*.json", bytes =>
        Same(ObjectJson.Decode(bytes, s_scheme, s_alone), ObjectJson.Decode(bytes, s_scheme, s_sharing)));

    [Fact]
    public void MutatedProtobuf_Sharing_IsReadAsAlone() => FuzzRun.Of("*.pb", bytes =>
        Same(ObjectProtobuf.Decode(bytes, s_scheme, s_alone), ObjectProtobuf.Decode(bytes, s_scheme, s_sharing)));

    /// <summary>Only the bytes that were met twice are kept, so each is read three times before the next comes.</summary>
    [Fact]
    public void MutatedProtobuf_SharingAgain_IsReadAsAlone() => FuzzRun.Of("*.pb", bytes =>
    {
        var expected = ObjectProtobuf.Decode(bytes, s_scheme, s_alone);
        for (var round = 0; round < 3; round++) Same(expected, ObjectProtobuf.Decode(bytes, s_scheme, s_sharing));
    });

    private static void Same(Decoded<IKind> expected, Decoded<IKind> actual)
    {
        Assert.Equal(expected.Error, actual.Error);
        if (!expected.Succeeded) return;
        Assert.Equal(expected.Value, actual.Value);
        Assert.Equal(ObjectProtobuf.Encode(expected.Value), ObjectProtobuf.Encode(actual.Value!));
    }
}
