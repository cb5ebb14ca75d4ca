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
    private readonly DecodeOptions _pooled = new() { Pool = new StringPool() };
    private int _round;

    [Benchmark(Baseline = true)]
    public V1Pod SystemTextJson() => ClientPods.Decode(Next());

    [Benchmark]
    public Pod Kybernet() => OurPods.DecodeJson(Next(), DecodeOptions.Default);

    [Benchmark]
    public Pod KybernetWithStringPool() => OurPods.DecodeJson(Next(), _pooled);

    private byte[] Next() => _bytes.Json[_round++ & (PodBytes.Count - 1)];
}
