using System.Buffers;
using System.Text;
using System.Text.Json;
using Kybernet.Bench.Micro.Peers;
using Kybernet.Machinery.Json;

namespace Kybernet.Bench.Micro.Subjects;

/// <summary>Both sides of a comparison must do the same work; this checks that they do before anything is measured.</summary>
internal static class Agreement
{
    public static void Check()
    {
        var bytes = new PodBytes();
        var sharing = DecodeOptions.Sharing();
        for (var i = 0; i < PodBytes.Count; i++)
        {
            var pod = OurPods.DecodeJson(bytes.Json[i], sharing);
            using var json = new JsonWriter();
            OurPods.EncodeJson(pod, json);
            Same(bytes.Json[i], json.Written, "JSON of our record");
            if (OurPods.DecodeProto(bytes.Proto[i], sharing) != pod) throw new InvalidDataException("protobuf and JSON give different pods");
            var output = new byte[bytes.Proto[i].Length];
            GooglePods.Encode(GooglePods.Decode(bytes.Proto[i]), output);
            Same(bytes.Proto[i], output, "protobuf of the peer's message");
        }

        CheckClient(bytes.Json[0]);
    }

    /// <summary>The client writes members in another order and drops empty ones; nothing else may be missing.</summary>
    private static void CheckClient(byte[] json)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output);
        var length = ClientPods.Encode(ClientPods.Decode(json), output, writer);
        if (length < json.Length * 9 / 10) throw new InvalidDataException($"the client's pod is {length} bytes of {json.Length}");
    }

    private static void Same(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what)
    {
        var common = expected.CommonPrefixLength(actual);
        if (common == expected.Length && common == actual.Length) return;
        var context = Encoding.UTF8.GetString(actual[Math.Max(0, common - 60)..Math.Min(actual.Length, common + 20)]);
        throw new InvalidDataException($"{what} differs at byte {common}: {context}");
    }
}
