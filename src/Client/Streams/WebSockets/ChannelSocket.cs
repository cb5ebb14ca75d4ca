using System.Buffers;
using System.Net.WebSockets;

namespace Kybernet.Client.Streams.WebSockets;

/// <summary>A WebSocket whose messages begin with a <see cref="StreamChannel"/>.</summary>
public sealed class ChannelSocket(WebSocket socket) : IAsyncDisposable
{
    // Held while a message is sent: a WebSocket takes one at a time.
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte _channel;
    private bool _isInMessage;

    /// <summary>Sends one message.</summary>
    public async ValueTask SendAsync(byte channel, ReadOnlyMemory<byte> data, CancellationToken cancel)
    {
        var message = ArrayPool<byte>.Shared.Rent(data.Length + 1);
        message[0] = channel;
        data.CopyTo(message.AsMemory(1));
        await _sending.WaitAsync(cancel);
        try
        {
            await socket.SendAsync(message.AsMemory(0, data.Length + 1), WebSocketMessageType.Binary, endOfMessage: true, cancel);
        }
        finally
        {
            _sending.Release();
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    /// <summary>The next piece of a message, of at least one byte or a whole empty message; null when the client closed.</summary>
    /// <exception cref="WebSocketException">The connection is broken.</exception>
    public async ValueTask<ChannelPiece?> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, cancel);
            if (read.MessageType == WebSocketMessageType.Close) return null;
            var data = buffer[..read.Count];
            if (!_isInMessage && !data.IsEmpty)
            {
                _channel = data.Span[0];
                _isInMessage = true;
                data = data[1..];
            }

            var isWhole = read.EndOfMessage;
            var hadChannel = _isInMessage;
            if (isWhole) _isInMessage = false;
            if (hadChannel && (!data.IsEmpty || isWhole)) return new(_channel, data);
        }
    }

    /// <summary>Tells the client that it is over, if it still listens.</summary>
    public async ValueTask CloseAsync(CancellationToken cancel)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
        }
        catch (Exception e) when (e is WebSocketException || DuplexCopy.IsEnd(e))
        {
        }
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        _sending.Dispose();
        return default;
    }
}

/// <summary>A part of a message of one channel.</summary>
/// <param name="Channel">Whose.</param>
/// <param name="Data">Lies in the receiver's buffer.</param>
public readonly record struct ChannelPiece(byte Channel, ReadOnlyMemory<byte> Data);
