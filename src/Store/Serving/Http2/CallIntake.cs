using System.Buffers;
using Grpc.Core;

namespace Kybernet.Store.Serving.Http2;

/// <summary>Makes calls of the header blocks of a connection. Used by its reader alone.</summary>
internal sealed class CallIntake(Http2Connection connection, Http2Options options)
{
    private const int MaxBlockBytes = 32 * 1024;
    private const int PriorityBytes = 5;

    private readonly HeaderDecoder _decoder = new();
    private readonly ArrayBufferWriter<byte> _block = new();
    private Frame _begun;

    /// <summary>The newest stream of the peer.</summary>
    public int LastStream { get; private set; }

    /// <summary>Whether a block has begun whose rest is yet to come.</summary>
    public bool IsInBlock => _begun.Stream != 0;

    public void TakeHeaders(Frame frame, ReadOnlySpan<byte> payload, bool refuse)
    {
        if (frame.Stream % 2 == 0) throw new Http2Exception(Http2Error.Protocol, $"stream {frame.Stream} is not a client's");
        payload = WithoutPadding(frame, payload);
        if (frame.Has(Frame.Priority))
        {
            if (payload.Length < PriorityBytes) throw new Http2Exception(Http2Error.FrameSize, "the priority is cut off");
            payload = payload[PriorityBytes..];
        }

        if (frame.Has(Frame.EndHeaders))
        {
            Begin(frame, payload, refuse);
            return;
        }

        _begun = frame;
        _block.Write(payload);
    }

    public void TakeContinuation(Frame frame, ReadOnlySpan<byte> payload, bool refuse)
    {
        if (!IsInBlock || frame.Stream != _begun.Stream) throw new Http2Exception(Http2Error.Protocol, "a continuation of nothing");
        if (_block.WrittenCount + payload.Length > MaxBlockBytes) throw new Http2Exception(Http2Error.EnhanceYourCalm, "the header fields are too long");
        _block.Write(payload);
        if (!frame.Has(Frame.EndHeaders)) return;
        var begun = _begun;
        _begun = default;
        Begin(begun, _block.WrittenSpan, refuse);
        _block.ResetWrittenCount();
    }

    public static ReadOnlyMemory<byte> WithoutPadding(Frame frame, ReadOnlyMemory<byte> payload)
    {
        if (!frame.Has(Frame.Padded)) return payload;
        var length = WithoutPadding(frame, payload.Span).Length;
        return payload.Slice(1, length);
    }

    private static ReadOnlySpan<byte> WithoutPadding(Frame frame, ReadOnlySpan<byte> payload)
    {
        if (!frame.Has(Frame.Padded)) return payload;
        if (payload.IsEmpty || payload[0] >= payload.Length) throw new Http2Exception(Http2Error.Protocol, "more padding than payload");
        return payload[1..^payload[0]];
    }

    private void Begin(Frame frame, ReadOnlySpan<byte> block, bool refuse)
    {
        var head = new RequestHead();
        if (!_decoder.TryRead(block, head)) throw new Http2Exception(Http2Error.Compression, "the header fields cannot be read");
        if (frame.Stream <= LastStream)
        {
            // Trailers: a client of gRPC has none, but may end its stream with them.
            if (frame.Has(Frame.EndStream) && connection.Find(frame.Stream) is { HasEnded: false } open) open.ReceiveEnd();
            return;
        }

        LastStream = frame.Stream;
        if (refuse || connection.CallCount >= options.MaxConcurrentStreams)
        {
            connection.Writer.Number(FrameType.ResetStream, frame.Stream, (uint)Http2Error.RefusedStream);
            return;
        }

        if (!head.IsGrpc) _ = SendPageAsync(frame.Stream, head);
        else if (options.Services.Find(head.Path) is not { } method)
            connection.Writer.End(frame.Stream, withHead: true, (int)StatusCode.Unimplemented, "Service or method is unimplemented.");
        else if (head.Encoding != "identity")
            connection.Writer.End(frame.Stream, withHead: true, (int)StatusCode.Unimplemented, $"Unsupported grpc-encoding value '{head.Encoding}'.");
        else Start(new(connection, frame.Stream, head, method), frame.Has(Frame.EndStream));
    }

    private void Start(GrpcCall call, bool isAll)
    {
        connection.Add(call);
        call.Target.Start(call);
        if (isAll && !call.HasEnded) call.ReceiveEnd();
    }

    private async Task SendPageAsync(int stream, RequestHead head)
    {
        var (status, text) = head.Method == "GET" ? await options.Page(head.Path, connection.Closed) : (405, "");
        connection.Writer.Page(stream, status, text);
    }
}
