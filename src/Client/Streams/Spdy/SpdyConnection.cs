using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;

namespace Kybernet.Client.Streams.Spdy;

/// <summary>
/// The client's side of a SPDY/3.1 connection, as far as container runtimes use it: streams that only the client opens, data, pings,
/// resets, go-away. Reply headers carry nothing in these protocols and are not read; there is no flow control, because the only peers
/// (<c>moby/spdystream</c>) have none. Streams share the connection's order: one that is not read holds up the others.
/// </summary>
public sealed class SpdyConnection : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly Stream _transport;
    private readonly ConcurrentDictionary<uint, SpdyStream> _streams = new();

    // Held while a frame is written, so that frames are whole and header blocks are in the order of their streams.
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ArrayBufferWriter<byte> _frame = new();
    private uint _nextStream = 1;
    private bool _isOver;

    /// <param name="transport">The upgraded connection; disposed with this.</param>
    public SpdyConnection(Stream transport) => _transport = transport;

    /// <summary>Opens a stream and waits until the peer took it. <see cref="RunAsync"/> must be under way.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    public async ValueTask<SpdyStream> OpenAsync(CancellationToken cancel, params KeyValuePair<string, string>[] headers)
    {
        SpdyStream? stream = null;
        await SendAsync(
            writer =>
            {
                var id = _nextStream;
                _nextStream += 2;
                stream = _streams[id] = new(this, id);
                SpdyFrames.WriteSynStream(writer, id, headers, isFirst: id == 1);
            },
            cancel);
        if (Volatile.Read(ref _isOver)) stream!.End();
        await stream!.Reply.WaitAsync(cancel);
        return stream;
    }

    /// <summary>Receives until the peer ends the connection or it breaks; then every stream is over.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await ReceiveFrameAsync(buffer, cancel))
            {
            }
        }
        catch (Exception e) when (DuplexCopy.IsEnd(e))
        {
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            Volatile.Write(ref _isOver, true);
            foreach (var stream in _streams.Values) stream.End();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transport.DisposeAsync();
        _writing.Dispose();
    }

    internal async ValueTask SendAsync(Action<IBufferWriter<byte>> write, CancellationToken cancel)
    {
        await _writing.WaitAsync(cancel);
        try
        {
            _frame.ResetWrittenCount();
            write(_frame);
            await _transport.WriteAsync(_frame.WrittenMemory, cancel);
            await _transport.FlushAsync(cancel);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async ValueTask<bool> ReceiveFrameAsync(byte[] buffer, CancellationToken cancel)
    {
        var head = buffer.AsMemory(0, SpdyFrames.HeadLength);
        if (await _transport.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancel) < head.Length) return false;
        var first = BinaryPrimitives.ReadUInt32BigEndian(buffer);
        var second = BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(4));
        var length = (int)(second & SpdyFrames.MaxLength);
        var isLast = (second >> 24 & SpdyFrames.Fin) != 0;
        if (first >> 31 == 1) return await ReceiveControlAsync((SpdyFrameType)(first & 0xffff), isLast, length, buffer, cancel);

        var stream = _streams.GetValueOrDefault(first);
        while (length > 0)
        {
            var piece = buffer.AsMemory(0, Math.Min(length, BufferSize));
            await _transport.ReadExactlyAsync(piece, cancel);
            length -= piece.Length;
            if (stream is not null) await stream.ReceiveAsync(piece, cancel);
        }

        if (isLast) stream?.EndInput();
        return true;
    }

    private async ValueTask<bool> ReceiveControlAsync(SpdyFrameType type, bool isLast, int length, byte[] buffer, CancellationToken cancel)
    {
        // Every control frame that matters begins with one number: a stream's, or a ping's.
        var head = Math.Min(length, sizeof(uint));
        await _transport.ReadExactlyAsync(buffer.AsMemory(0, head), cancel);
        var id = head == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(buffer) : 0;
        for (var rest = length - head; rest > 0;)
        {
            var piece = buffer.AsMemory(0, Math.Min(rest, BufferSize));
            await _transport.ReadExactlyAsync(piece, cancel);
            rest -= piece.Length;
        }

        var stream = _streams.GetValueOrDefault(id);
        switch (type)
        {
            case SpdyFrameType.SynReply:
                stream?.Replied();
                if (isLast) stream?.EndInput();
                return true;
            case SpdyFrameType.RstStream:
                stream?.End();
                return true;
            case SpdyFrameType.Ping:
                // A ping with an odd number is the answer to one of ours, and we send none.
                if (id % 2 == 0) await SendAsync(writer => SpdyFrames.WritePing(writer, id), cancel);
                return true;
            case SpdyFrameType.GoAway:
                return false;
            default:
                if (isLast) stream?.EndInput();
                return true;
        }
    }
}
