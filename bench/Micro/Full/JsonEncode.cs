using System.Buffers;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using k8s.Models;
using Kybernet.Api.Core.V1;
using Kybernet.Bench.Micro.Peers;
using Kybernet.Bench.Micro.Subjects;
using Kybernet.Machinery.Json;

namespace Kybernet.Bench.Micro.Full;

/// <summary>Into a buffer that is used again and again.</summary>
[MemoryDiagnoser]
public class JsonEncode : IDisposable
{
    private readonly Pod _pod;
    private readonly V1Pod _client;
    private readonly JsonWriter _writer = new(1 << 16);
    private readonly ArrayBufferWriter<byte> _output = new(1 << 16);
    private readonly Utf8JsonWriter _clientWriter;

    public JsonEncode()
    {
        var json = new PodBytes().Json[0];
        _pod = OurPods.DecodeJson(json, DecodeOptions.Default);
        _client = ClientPods.Decode(json);
        _clientWriter = new(_output, new JsonWriterOptions { SkipValidation = true });
    }

    [Benchmark(Baseline = true)]
    public int SystemTextJson() => ClientPods.Encode(_client, _output, _clientWriter);

    [Benchmark]
    public int Kybernet() => OurPods.EncodeJson(_pod, _writer);

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _writer.Dispose();
        _clientWriter.Dispose();
    }
}
