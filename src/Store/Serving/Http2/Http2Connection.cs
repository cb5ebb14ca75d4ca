using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Kybernet.Store.Serving.Http2;

/// <summary>A connection that speaks HTTP/2 (RFC 7540) and carries gRPC calls.</summary>
/// <remarks>
/// <para>One reader takes frames and hands messages to their methods where the bytes arrived; answers are written by whoever has them. So a
/// short call passes from the socket to the store and back with one change of thread, the committer's.</para>
/// <para>The lock of <see cref="SendWindows"/> guards what may be sent; the reader alone has all other state but <c>_calls</c>.</para>
/// </remarks>
internal sealed class Http2Connection : IDisposable
{
    private readonly PipeReader _input;
    private readonly Http2Options _options;
    private readonly CallIntake _intake;
    private readonly SendWindows _windows = new();
    private readonly ConcurrentDictionary<int, GrpcCall> _calls = new();
    private readonly CancellationTokenSource _closed = new();
    private long _framesRead;
    private int _received;
    private bool _draining;

    public Http2Connection(ConnectionContext transport, Http2Options options, TimeProvider time)
    {
        (_input, _options, Time) = (transport.Transport.Input, options, time);
        Writer = new(transport.Transport.Output);
        _intake = new(this, options);
    }

    public FrameWriter Writer { get; }

    public TimeProvider Time { get; }

    public int MaxMessageBytes => _options.MaxMessageBytes;

    /// <summary>What a peer may send in a stream before its messages are taken: one of the longest, and some.</summary>
    public int StreamWindow => _options.StreamWindow;

    /// <summary>Fires when the connection is gone.</summary>
    public CancellationToken Closed => _closed.Token;

    /// <summary>How many frames the peer has sent.</summary>
    public long FramesRead => Volatile.Read(ref _framesRead);

    public int CallCount => _calls.Count;

    /// <summary>Serves until the peer goes or <paramref name="stopping"/> has fired and all calls have ended.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var error = Http2Error.None;
        await using (stopping.UnsafeRegister(static connection => ((Http2Connection)connection!).Drain(), this))
        {
            try
            {
                await ReadAsync();
            }
            catch (Http2Exception broken)
            {
                error = broken.Error;
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The peer is gone: nobody is left to be told.
            }
        }

        Writer.GoAway(_intake.LastStream, error);
        await _closed.CancelAsync();
        var calls = _calls.Values.ToArray();
        foreach (var call in calls) call.Abort();
        _windows.Close();
        await Task.WhenAll(calls.Select(static call => call.Running));
        await Writer.DrainAsync();
        Writer.Close();
    }

    public bool TryTakeWhole(GrpcCall call, int length) => _windows.TryTake(call, length);

    public ValueTask<int> TakeWindowAsync(GrpcCall call, int atMost, CancellationToken cancel) => _windows.TakeAsync(call, atMost, cancel);

    public void Add(GrpcCall call)
    {
        _windows.Open(call);
        _calls[call.Id] = call;
    }

    public GrpcCall? Find(int stream) => _calls.GetValueOrDefault(stream);

    public void Forget(GrpcCall call)
    {
        if (_calls.TryRemove(call.Id, out _) && Volatile.Read(ref _draining) && _calls.IsEmpty) _input.CancelPendingRead();
    }

    public void Dispose() => _closed.Dispose();

    private void Drain()
    {
        Volatile.Write(ref _draining, true);
        Writer.GoAway(_intake.LastStream, Http2Error.None);
        if (_calls.IsEmpty) _input.CancelPendingRead();
    }

    private async Task ReadAsync()
    {
        Writer.Settings([(Http2Setting.MaxConcurrentStreams, (uint)_options.MaxConcurrentStreams), (Http2Setting.InitialWindow, (uint)StreamWindow)]);
        Writer.Number(FrameType.WindowUpdate, 0, (uint)(_options.ConnectionWindow - SendWindows.Initial));
        var isGreeted = false;
        while (true)
        {
            var read = await _input.ReadAsync(CancellationToken.None);
            if (read.IsCanceled && Volatile.Read(ref _draining) && _calls.IsEmpty) return;
            var buffer = read.Buffer;
            isGreeted = isGreeted || TryTakeGreeting(ref buffer);
            if (isGreeted)
            {
                while (TryTakeFrame(ref buffer, out var frame, out var payload)) Handle(frame, payload);
            }

            _input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) return;
            if (Writer.IsBehind) await Writer.DrainAsync();
        }
    }

    private static bool TryTakeGreeting(ref ReadOnlySequence<byte> buffer)
    {
        ReadOnlySpan<byte> greeting = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;
        var come = (int)Math.Min(buffer.Length, greeting.Length);
        Span<byte> head = stackalloc byte[come];
        buffer.Slice(0, come).CopyTo(head);
        if (!head.SequenceEqual(greeting[..come])) throw new Http2Exception(Http2Error.Protocol, "the peer does not speak HTTP/2");
        if (come < greeting.Length) return false;
        buffer = buffer.Slice(come);
        return true;
    }

    private static bool TryTakeFrame(ref ReadOnlySequence<byte> buffer, out Frame frame, out ReadOnlyMemory<byte> payload)
    {
        (frame, payload) = (default, default);
        if (buffer.Length < Frame.HeadBytes) return false;
        Span<byte> head = stackalloc byte[Frame.HeadBytes];
        buffer.Slice(0, Frame.HeadBytes).CopyTo(head);
        frame = Frame.Read(head);
        if (frame.Length > Frame.MaxLength) throw new Http2Exception(Http2Error.FrameSize, $"a frame of {frame.Length} bytes");
        if (buffer.Length < Frame.HeadBytes + frame.Length) return false;
        var slice = buffer.Slice(Frame.HeadBytes, frame.Length);
        payload = slice.IsSingleSegment ? slice.First : slice.ToArray();
        buffer = buffer.Slice(Frame.HeadBytes + frame.Length);
        return true;
    }

    private void Handle(Frame frame, ReadOnlyMemory<byte> payload)
    {
        Volatile.Write(ref _framesRead, _framesRead + 1);
        if (_intake.IsInBlock && frame.Type != FrameType.Continuation) throw new Http2Exception(Http2Error.Protocol, "a header block was not continued");
        switch (frame.Type)
        {
            case FrameType.Headers:
                _intake.TakeHeaders(frame, payload.Span, Volatile.Read(ref _draining));
                break;
            case FrameType.Continuation:
                _intake.TakeContinuation(frame, payload.Span, Volatile.Read(ref _draining));
                break;
            case FrameType.Data:
                TakeData(frame, payload);
                break;
            case FrameType.ResetStream:
                if (_calls.TryRemove(frame.Stream, out var call)) call.Abort();
                break;
            case FrameType.Settings:
                TakeSettings(frame, payload.Span);
                break;
            case FrameType.Ping:
                if (payload.Length != 8) throw new Http2Exception(Http2Error.FrameSize, "a ping has eight bytes");
                if (!frame.Has(Frame.Ack)) Writer.Send(FrameType.Ping, Frame.Ack, 0, payload.Span);
                break;
            case FrameType.WindowUpdate:
                if (payload.Length != 4) throw new Http2Exception(Http2Error.FrameSize, "a window update has four bytes");
                _windows.Grow(Find(frame.Stream), frame.Stream == 0, BinaryPrimitives.ReadUInt32BigEndian(payload.Span) & 0x7fffffff);
                break;
            case FrameType.PushPromise:
                throw new Http2Exception(Http2Error.Protocol, "clients do not push");
        }
    }

    private void TakeData(Frame frame, ReadOnlyMemory<byte> payload)
    {
        _received += frame.Length;
        if (_received >= _options.ConnectionWindow / 2)
        {
            Writer.Number(FrameType.WindowUpdate, 0, (uint)_received);
            _received = 0;
        }

        if (frame.Stream > _intake.LastStream) throw new Http2Exception(Http2Error.Protocol, $"data of stream {frame.Stream}, which was not begun");
        // Of a call that has ended meanwhile.
        if (Find(frame.Stream) is not { } call) return;
        call.Receive(CallIntake.WithoutPadding(frame, payload));
        if (frame.Has(Frame.EndStream) && !call.HasEnded) call.ReceiveEnd();
    }

    private void TakeSettings(Frame frame, ReadOnlySpan<byte> payload)
    {
        if (frame.Has(Frame.Ack)) return;
        if (payload.Length % 6 != 0) throw new Http2Exception(Http2Error.FrameSize, "a setting has six bytes");
        for (; !payload.IsEmpty; payload = payload[6..])
        {
            var value = BinaryPrimitives.ReadUInt32BigEndian(payload[2..]);
            switch (BinaryPrimitives.ReadUInt16BigEndian(payload))
            {
                case Http2Setting.HeaderTableBytes when value < HeaderTable.MaxBytes:
                    Writer.GiveFieldsInFull();
                    break;
                case Http2Setting.InitialWindow:
                    _windows.SetInitial(value, _calls.Values);
                    break;
            }
        }

        Writer.Send(FrameType.Settings, Frame.Ack, 0, []);
    }
}
