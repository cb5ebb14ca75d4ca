using System.Buffers;
using BenchmarkDotNet.Attributes;
using Kybernet.Api.Core.V1;
using Kybernet.Bench.Micro.Peers;
using Kybernet.Bench.Micro.Subjects;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Bench.Micro.Full;

/// <summary>Into a buffer that is used again and again.</summary>
[MemoryDiagnoser]
public class ProtobufEncode : IDisposable
{
    private readonly Pod _pod;
    private readonly Peers.Messages.Pod _message;
    private readonly ProtoWriter _writer = new(1 << 16);
    private readonly byte[] _output = new byte[1 << 16];
    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 16);

    public ProtobufEncode()
    {
        var bytes = new PodBytes().Proto[0];
        _pod = OurPods.DecodeProto(bytes, DecodeOptions.Default);
        _message = GooglePods.Decode(bytes);
    }

    [Benchmark(Baseline = true)]
    public int GoogleProtobufIntoSpan() => GooglePods.Encode(_message, _output);

    [Benchmark]
    public int GoogleProtobufIntoBufferWriter() => GooglePods.Encode(_message, _buffer);

    [Benchmark]
    public int Kybernet() => OurPods.EncodeProto(_pod, _writer);

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _writer.Dispose();
    }
}
