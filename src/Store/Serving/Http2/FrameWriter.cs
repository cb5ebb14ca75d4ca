using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace Kybernet.Store.Serving.Http2;

/// <summary>Puts frames on a connection, from any thread. Whoever finds nobody writing writes, and what others add meanwhile.</summary>
/// <remarks><c>_gate</c> guards all state; it is never held while the connection is written to.</remarks>
internal sealed class FrameWriter(PipeWriter output)
{
    // Of the response's fields the first two times are given in full and kept by the peer; then their numbers do (RFC 7541, 6.2.1).
    private const int FirstDynamicIndex = 62;
    private const byte StatusOk = 0x88;
    private const byte EmptyTable = 0x20;

    private const int MostPending = 64 * 1024;

    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte> _pending = new(1024);
    private ArrayBufferWriter<byte> _writing = new(1024);
    private TaskCompletionSource? _drained;
    private bool _isWriting;
    private bool _closed;
    private bool _peerKeepsFields = true;
    private bool _tableToEmpty;
    private int _kept;
    private int _contentType = -1;
    private int _okStatus = -1;

    /// <summary>Whether so much waits for the peer to read that nothing more should be taken from it.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_gate) return _pending.WrittenCount > MostPending;
        }
    }

    /// <summary>From now on fields are given in full: the peer keeps fewer than usual.</summary>
    public void GiveFieldsInFull()
    {
        lock (_gate)
        {
            _tableToEmpty |= _peerKeepsFields;
            _peerKeepsFields = false;
            (_contentType, _okStatus) = (-1, -1);
        }
    }

    public void Settings(ReadOnlySpan<(ushort Id, uint Value)> settings)
    {
        Span<byte> payload = stackalloc byte[settings.Length * 6];
        for (var i = 0; i < settings.Length; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload[(i * 6)..], settings[i].Id);
            BinaryPrimitives.WriteUInt32BigEndian(payload[(i * 6 + 2)..], settings[i].Value);
        }

        Send(FrameType.Settings, 0, 0, payload);
    }

    public void Number(FrameType type, int stream, uint number)
    {
        Span<byte> payload = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(payload, number);
        Send(type, 0, stream, payload);
    }

    public void GoAway(int lastStream, Http2Error error)
    {
        Span<byte> payload = stackalloc byte[8];
        BinaryPrimitives.WriteInt32BigEndian(payload, lastStream);
        BinaryPrimitives.WriteInt32BigEndian(payload[4..], (int)error);
        Send(FrameType.GoAway, 0, 0, payload);
    }

    public void Send(FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (_closed) return;
            Add(type, flags, stream, payload);
            if (_isWriting) return;
            _isWriting = true;
        }

        _ = WriteAsync();
    }

    /// <summary>Head, message and end of a response that is one short message.</summary>
    public void Whole(int stream, ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            if (_closed) return;
            AddHead(stream);
            Add(FrameType.Data, 0, stream, message);
            AddEnd(stream, 0, "");
            if (_isWriting) return;
            _isWriting = true;
        }

        _ = WriteAsync();
    }

    public void Head(int stream)
    {
        lock (_gate) AddHead(stream);
    }

    /// <summary>The status that ends a response; with <paramref name="withHead"/> all there is of it.</summary>
    public void End(int stream, bool withHead, int status, string detail)
    {
        lock (_gate)
        {
            if (_closed) return;
            if (withHead) AddHead(stream);
            AddEnd(stream, status, detail);
            if (_isWriting) return;
            _isWriting = true;
        }

        _ = WriteAsync();
    }

    /// <summary>An answer that is no gRPC's.</summary>
    public void Page(int stream, int status, string text)
    {
        Span<byte> block = stackalloc byte[32];
        var length = FieldText.WriteInFull(block, ":status", status.ToString(System.Globalization.CultureInfo.InvariantCulture), isKept: false);
        lock (_gate) Add(FrameType.Headers, Frame.EndHeaders, stream, block[..length]);
        Send(FrameType.Data, Frame.EndStream, stream, System.Text.Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Completes when all that was sent until now is with the transport.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            if (!_isWriting) return Task.CompletedTask;
            _drained ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _pending.ResetWrittenCount();
        }
    }

    private async Task WriteAsync()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_pending.WrittenCount == 0)
                {
                    _isWriting = false;
                    _drained?.TrySetResult();
                    _drained = null;
                    return;
                }

                (_pending, _writing) = (_writing, _pending);
            }

            try
            {
                var flushed = await output.WriteAsync(_writing.WrittenMemory);
                if (flushed.IsCompleted) Close();
            }
            catch (Exception gone) when (gone is IOException or InvalidOperationException or OperationCanceledException)
            {
                // The peer is gone; the reader of the connection learns it too, and ends what is under way.
                Close();
            }

            _writing.ResetWrittenCount();
        }
    }

    private void AddHead(int stream)
    {
        Span<byte> block = stackalloc byte[64];
        var length = 0;
        if (_tableToEmpty) block[length++] = EmptyTable;
        _tableToEmpty = false;
        block[length++] = StatusOk;
        length += AddField(block[length..], "content-type", "application/grpc", ref _contentType);
        Add(FrameType.Headers, Frame.EndHeaders, stream, block[..length]);
    }

    private void AddEnd(int stream, int status, string detail)
    {
        Span<byte> block = stackalloc byte[64];
        var number = status.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var none = -2;
        var length = AddField(block, "grpc-status", number, ref status == 0 ? ref _okStatus : ref none);
        var text = detail.Length == 0 ? "" : Uri.EscapeDataString(detail);
        if (text.Length == 0)
        {
            Add(FrameType.Headers, Frame.EndHeaders | Frame.EndStream, stream, block[..length]);
            return;
        }

        text = text.Length > Frame.MaxLength / 2 ? text[..(Frame.MaxLength / 2)] : text;
        var whole = new byte[length + 32 + text.Length];
        block[..length].CopyTo(whole);
        length += FieldText.WriteInFull(whole.AsSpan(length), "grpc-message", text, isKept: false);
        Add(FrameType.Headers, Frame.EndHeaders | Frame.EndStream, stream, whole.AsSpan(0, length));
    }

    /// <param name="into">Where it goes.</param>
    /// <param name="name">The field.</param>
    /// <param name="value">Its value.</param>
    /// <param name="keptAs">How many fields the peer had been given to keep with this one; -1: not given yet; -2: it is not to be kept.</param>
    private int AddField(Span<byte> into, string name, string value, ref int keptAs)
    {
        if (keptAs > 0)
        {
            into[0] = (byte)(0x80 | (FirstDynamicIndex + _kept - keptAs));
            return 1;
        }

        var isKept = keptAs == -1 && _peerKeepsFields;
        if (isKept) keptAs = ++_kept;
        return FieldText.WriteInFull(into, name, value, isKept);
    }

    private void Add(FrameType type, byte flags, int stream, ReadOnlySpan<byte> payload)
    {
        var span = _pending.GetSpan(Frame.HeadBytes + payload.Length);
        new Frame(payload.Length, type, flags, stream).Write(span);
        payload.CopyTo(span[Frame.HeadBytes..]);
        _pending.Advance(Frame.HeadBytes + payload.Length);
    }
}
