using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Kybernet.Bench.Load.Api;

/// <summary>
/// One HTTP/1.1 connection over TLS, on blocking calls: a thread that waits in the kernel costs less processor than an event loop, and
/// load and server share the machine. Allocates nothing after the handshake.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private readonly SslStream _tls;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    public LoadConnection(KubeAccess access)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(access.Host, access.Port);
#pragma warning disable CA5359 // Which server answers does not matter to a benchmark; the server verifies the client.
        _tls = new(new NetworkStream(socket, ownsSocket: true), leaveInnerStreamOpen: false, static (_, _, _, _) => true);
#pragma warning restore CA5359
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = access.Host,
            ClientCertificates = [access.Client],
            EnabledSslProtocols = SslProtocols.Tls13,
        };
        // What Go's clients ask for first.
        if (OperatingSystem.IsLinux()) options.CipherSuitesPolicy = new([TlsCipherSuite.TLS_AES_128_GCM_SHA256]);
        _tls.AuthenticateAsClient(options);
    }

    /// <summary>What has been read and not been taken.</summary>
    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Of the last answer.</summary>
    public ResponseHead Head { get; private set; }

    public void Send(ReadOnlySpan<byte> bytes) => _tls.Write(bytes);

    /// <summary>Reads one more record's worth; false at the end of the connection.</summary>
    public bool Fill()
    {
        if (_start == _end) (_start, _end) = (0, 0);
        if (_end == _buffer.Length)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
        }

        var read = _tls.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }

    public void Take(int count) => _start += count;

    public ResponseHead ReadHead()
    {
        while (true)
        {
            if (ResponseHead.TryRead(Unread, out var head, out var length))
            {
                Take(length);
                Head = head;
                return head;
            }

            if (!Fill()) throw new IOException("the server closed the connection");
        }
    }

    /// <summary>Sends a request and reads its answer.</summary>
    /// <param name="request">Head and body.</param>
    /// <param name="status">What is expected.</param>
    /// <param name="sink">Takes the body; null passes over it.</param>
    /// <returns>The length of the body.</returns>
    public long Call(ReadOnlySpan<byte> request, int status, Stream? sink = null)
    {
        var (answered, length) = Ask(request, sink);
        return answered == status ? length : throw new InvalidOperationException($"the server answered {answered}, not {status}");
    }

    /// <summary>Sends a request and reads its answer, whatever it is.</summary>
    public (int Status, long Length) Ask(ReadOnlySpan<byte> request, Stream? sink = null)
    {
        Send(request);
        var head = ReadHead();
        return (head.Status, head.IsChunked ? ReadChunked(sink) : Pass(head.ContentLength, sink));
    }

    /// <summary>Reads the size of the next chunk: 0 for the last.</summary>
    public int ReadChunkSize()
    {
        int end;
        while ((end = Unread.IndexOf("\r\n"u8)) < 0)
            if (!Fill()) throw new IOException("the server closed the connection in an answer");
        var size = 0;
        foreach (var digit in Unread[..end]) size = (size << 4) | (digit > '9' ? (digit | 0x20) - 'a' + 10 : digit - '0');
        Take(end + 2);
        return size;
    }

    public long Pass(long length, Stream? sink = null)
    {
        for (var left = length; left > 0;)
        {
            if (_start == _end && !Fill()) throw new IOException("the server closed the connection in an answer");
            var count = (int)Math.Min(left, _end - _start);
            sink?.Write(_buffer, _start, count);
            Take(count);
            left -= count;
        }

        return length;
    }

    public void Dispose() => _tls.Dispose();

    private long ReadChunked(Stream? sink)
    {
        long total = 0;
        while (ReadChunkSize() is > 0 and var size)
        {
            total += Pass(size, sink);
            Pass(2);
        }

        Pass(2);
        return total;
    }
}
