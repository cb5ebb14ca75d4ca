using System.IO.Pipelines;

namespace Kybernet.Client.Streams.Spdy;

/// <summary>One stream of a SPDY connection.</summary>
public sealed class SpdyStream
{
    // What the peer may send ahead of its reader. Then the whole connection waits: peers of this protocol have no windows.
    private const int PauseAt = 256 * 1024;
    private const int MaxPiece = 64 * 1024;

    private readonly SpdyConnection _connection;
    private readonly uint _id;
    private readonly Pipe _input = new(new(pauseWriterThreshold: PauseAt, resumeWriterThreshold: PauseAt / 2, useSynchronizationContext: false));
    private readonly TaskCompletionSource _reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _inputEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isOutputClosed;

    internal SpdyStream(SpdyConnection connection, uint id)
    {
        _connection = connection;
        _id = id;
    }

    /// <summary>What the peer sends. It completes when the peer ends or resets the stream, or the connection is gone.</summary>
    public PipeReader Input => _input.Reader;

    /// <summary>Completes when the peer will send no more.</summary>
    public Task InputEnd => _inputEnd.Task;

    internal Task Reply => _reply.Task;

    /// <summary>Sends; after the stream was closed or reset it sends nothing.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancel)
    {
        while (!data.IsEmpty && !Volatile.Read(ref _isOutputClosed))
        {
            var piece = data[..Math.Min(data.Length, MaxPiece)];
            await _connection.SendAsync(writer => SpdyFrames.WriteData(writer, _id, piece.Span, isLast: false), cancel);
            data = data[piece.Length..];
        }
    }

    /// <summary>Says that nothing more is sent. The second time does nothing.</summary>
    public async ValueTask CloseAsync(CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _isOutputClosed, true)) return;
        await _connection.SendAsync(writer => SpdyFrames.WriteData(writer, _id, [], isLast: true), cancel);
    }

    internal void Replied() => _reply.TrySetResult();

    /// <summary>Hands on what the peer sent; waits when the reader is behind. Without a reader it is dropped.</summary>
    internal async ValueTask ReceiveAsync(ReadOnlyMemory<byte> data, CancellationToken cancel)
    {
        if (!InputEnd.IsCompleted) await _input.Writer.WriteAsync(data, cancel);
    }

    internal void EndInput()
    {
        if (!_inputEnd.TrySetResult()) return;
        _input.Writer.Complete();
    }

    /// <summary>Both ways are over: reset by the peer, or the connection is gone.</summary>
    internal void End()
    {
        Volatile.Write(ref _isOutputClosed, true);
        EndInput();
        _reply.TrySetException(new IOException("the SPDY connection ended before the stream was accepted"));
    }
}
