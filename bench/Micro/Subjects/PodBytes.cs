using Kybernet.Bench.Micro.Pods;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Bench.Micro.Subjects;

/// <summary>The same pods in both formats; every decoder of a comparison goes round the same ones.</summary>
internal sealed class PodBytes
{
    /// <summary>So many that nothing is learnt by heart: what only one pod has is new to the pools most times round.</summary>
    public const int Count = 1024;

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
