using BenchmarkDotNet.Attributes;
using Kybernet.Api.Core.V1;
using Kybernet.Bench.Micro.Peers;
using Kybernet.Bench.Micro.Subjects;
using Kybernet.Machinery.Json;

namespace Kybernet.Bench.Micro.Full;

[MemoryDiagnoser]
public class ProtobufDecode
{
    private readonly PodBytes _bytes = new();
    private readonly DecodeOptions _strings = new() { Pool = new StringPool() };
    private readonly DecodeOptions _sharing = DecodeOptions.Sharing();
    private int _round;

    [Benchmark(Baseline = true)]
    public Peers.Messages.Pod GoogleProtobuf() => GooglePods.Decode(Next());

    [Benchmark]
    public Pod Kybernet() => OurPods.DecodeProto(Next(), DecodeOptions.Default);

    [Benchmark]
    public Pod KybernetSharingStrings() => OurPods.DecodeProto(Next(), _strings);

    [Benchmark]
    public Pod KybernetSharingStringsAndRecords() => OurPods.DecodeProto(Next(), _sharing);

    private byte[] Next() => _bytes.Proto[_round++ & (PodBytes.Count - 1)];
}
