using Kybernet.Bench.Micro.Pods;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Bench.Micro.Subjects;

/// <summary>The same pods in both formats; every decoder of a comparison goes round the same ones.</summary>
internal sealed class PodBytes
{
    /// <summary>Small enough to stay in the second-level cache, many enough that no branch is learnt by heart.</summary>
    public const int Count = 16;

    public byte[][] Json { get; } = PodFamily.Json(Count);

    public byte[][] Proto { get; } = new byte[Count][];

    public PodBytes()
    {
        using var writer = new ProtoWriter();
        for (var i = 0; i < Count; i++)
        {
            writer.Clear();
            OurPods.DecodeJson(Json[i], DecodeOptions.Default).WriteProto(writer);
            Proto[i] = writer.Written.ToArray();
        }
    }
}
