using System.Buffers;
using System.Buffers.Binary;
using Grpc.Core;

namespace Kybernet.Store.Serving.Http2;

/// <summary>One call: a stream of the connection, and what gRPC's services are told of it.</summary>
/// <remarks>A message is a byte (0: not compressed), its length in four bytes, big-endian, and its bytes.</remarks>
internal sealed class GrpcCall(Http2Connection connection, int id, RequestHead head, IGrpcMethod method) : ServerCallContext
{
    public const int PrefixBytes = 5;

    private readonly Lock _gate = new();
    private CancellationTokenSource? _cancel;
    private ArrayBufferWriter<byte>? _partial;
    private bool _headSent;
    private int _ended;
    private int _taken;

    public int Id => id;

    public RequestHead Head => head;

    public IGrpcMethod Target => method;

    /// <summary>What the method keeps of the call: where it queues the messages of a stream.</summary>
    public object? State { get; set; }

    /// <summary>Bytes the peer lets this stream send; the connection's lock guards it.</summary>
    public long SendWindow { get; set; }

    /// <summary>What the method still does for the call.</summary>
    public Task Running { get; set; } = Task.CompletedTask;

    public bool HasEnded => Volatile.Read(ref _ended) != 0;

    /// <summary>Fires with the connection, and with the deadline if there is one. Cheaper than <see cref="ServerCallContext.CancellationToken"/>.</summary>
    public CancellationToken Gone => head.Timeout is null ? connection.Closed : CancellationToken;

    /// <summary>Takes what has come of the request's messages and hands on those that are whole.</summary>
    public void Receive(ReadOnlyMemory<byte> data)
    {
        if (_partial is { WrittenCount: > 0 })
        {
            _partial.Write(data.Span);
            var whole = HandOn(_partial.WrittenMemory);
            var rest = _partial.WrittenMemory[whole..].ToArray();
            _partial.ResetWrittenCount();
            _partial.Write(rest);
            return;
        }

        data = data[HandOn(data)..];
        if (!data.IsEmpty) (_partial ??= new()).Write(data.Span);
    }

    /// <summary>The method has taken a message of so many bytes: the peer may send as many more.</summary>
    public void Took(int bytes)
    {
        _taken += bytes;
        if (_taken < connection.StreamWindow / 2 || HasEnded) return;
        connection.Writer.Number(FrameType.WindowUpdate, id, (uint)_taken);
        _taken = 0;
    }

    /// <summary>The request has all its messages.</summary>
    public void ReceiveEnd()
    {
        if (_partial is { WrittenCount: > 0 }) End(StatusCode.Internal, "Incomplete message.");
        else method.End(this);
    }

    /// <summary>Ends the call with a message, if it is short and the peer has room for it; else false.</summary>
    public bool TryEndWith(ReadOnlySpan<byte> message)
    {
        if (!connection.TryTakeWhole(this, message.Length)) return false;
        if (Interlocked.Exchange(ref _ended, 1) == 0) connection.Writer.Whole(id, message);
        connection.Forget(this);
        // Ends the timer of the deadline.
        if (head.Timeout is not null) Cancel();
        return true;
    }

    /// <summary>Sends a message in as many frames as it takes, when the peer has room for them.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancel)
    {
        SendHead();
        while (!message.IsEmpty)
        {
            var length = await connection.TakeWindowAsync(this, message.Length, cancel);
            if (HasEnded) throw new OperationCanceledException("the call has ended");
            connection.Writer.Send(FrameType.Data, 0, id, message.Span[..length]);
            message = message[length..];
            await connection.Writer.DrainAsync();
        }
    }

    public void End(StatusCode status, string detail)
    {
        if (Interlocked.Exchange(ref _ended, 1) == 0) connection.Writer.End(id, withHead: !_headSent, (int)status, detail);
        connection.Forget(this);
        Cancel();
    }

    /// <summary>The peer wants no answer any more, or is gone.</summary>
    public void Abort()
    {
        Volatile.Write(ref _ended, 1);
        Cancel();
        method.End(this);
    }

    public static int WritePrefix(Span<byte> into, int length)
    {
        into[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(into[1..], length);
        return PrefixBytes;
    }

    protected override string MethodCore => head.Path;

    protected override string HostCore => "";

    protected override string PeerCore => "";

    protected override DateTime DeadlineCore => DateTime.MaxValue;

    protected override Metadata RequestHeadersCore { get; } = [];

    protected override Metadata ResponseTrailersCore { get; } = [];

    protected override Status StatusCore { get; set; }

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => new(null, []);

    protected override CancellationToken CancellationTokenCore
    {
        get
        {
            lock (_gate)
            {
                if (_cancel is null)
                {
                    _cancel = head.Timeout is { } timeout ? new(timeout, connection.Time) : new();
                    if (HasEnded) _cancel.Cancel();
                }

                return _cancel.Token;
            }
        }
    }

    protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
    {
        SendHead();
        return Task.CompletedTask;
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("calls are not passed on");

    /// <summary>Hands on the messages that are whole; returns how many bytes they took.</summary>
    private int HandOn(ReadOnlyMemory<byte> data)
    {
        var taken = 0;
        while (data.Length - taken >= PrefixBytes && !HasEnded)
        {
            var prefix = data.Span.Slice(taken, PrefixBytes);
            var length = BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
            if (prefix[0] != 0)
            {
                End(StatusCode.Unimplemented, "Compressed messages are not supported.");
                return data.Length;
            }

            if (length > connection.MaxMessageBytes)
            {
                End(StatusCode.ResourceExhausted, "Received message exceeds the maximum configured message size.");
                return data.Length;
            }

            if (data.Length - taken - PrefixBytes < length) break;
            method.Message(this, data.Slice(taken + PrefixBytes, (int)length));
            taken += PrefixBytes + (int)length;
        }

        return HasEnded ? data.Length : taken;
    }

    private void SendHead()
    {
        lock (_gate)
        {
            if (_headSent || HasEnded) return;
            connection.Writer.Head(id);
            _headSent = true;
        }
    }

    private void Cancel()
    {
        lock (_gate) _cancel?.Cancel();
    }
}
