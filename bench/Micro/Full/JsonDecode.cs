using BenchmarkDotNet.Attributes;
using k8s.Models;
using Kybernet.Api.Core.V1;
using Kybernet.Bench.Micro.Peers;
using Kybernet.Bench.Micro.Subjects;
using Kybernet.Machinery.Json;

namespace Kybernet.Bench.Micro.Full;

[MemoryDiagnoser]
public class JsonDecode
{
    private readonly PodBytes _bytes = new();
    private readonly DecodeOptions _strings = new() { Pool = new StringPool() };
    private readonly DecodeOptions _sharing = DecodeOptions.Sharing();
    private int _round;

    [Benchmark(Baseline = true)]
    public V1Pod SystemTextJson() => ClientPods.Decode(Next());

    [Benchmark]
    public Pod Kybernet() => OurPods.DecodeJson(Next(), DecodeOptions.Default);

    [Benchmark]
    public Pod KybernetSharingStrings() => OurPods.DecodeJson(Next(), _strings);

    [Benchmark]
    public Pod KybernetSharingStringsAndRecords() => OurPods.DecodeJson(Next(), _sharing);

    private byte[] Next() => _bytes.Json[_round++ & (PodBytes.Count - 1)];
}
