using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Kybernet.Dns.Messages;

namespace Kybernet.Dns.Forwarding;

/// <summary>One question to one upstream. Each has a socket and a number of its own: who cannot see them cannot forge the answer.</summary>
internal static class UpstreamExchange
{
    private const int LargestDatagram = 65_535;

    /// <exception cref="SocketException">The upstream is not there.</exception>
    /// <exception cref="IOException">It closed the connection.</exception>
    public static async Task<RawAnswer> AskAsync(IPEndPoint upstream, DnsQuery query, bool isTcp, CancellationToken cancel)
    {
        byte[] message = [.. query.Bytes.Span];
        var id = (ushort)RandomNumberGenerator.GetInt32(0x10000);
        BinaryPrimitives.WriteUInt16BigEndian(message, id);
        return isTcp ? await OverTcpAsync(upstream, message, query.Question, id, cancel) : await OverUdpAsync(upstream, message, query.Question, id, cancel);
    }

    private static async Task<RawAnswer> OverUdpAsync(IPEndPoint upstream, byte[] message, DnsQuestion question, ushort id, CancellationToken cancel)
    {
        using var socket = new Socket(upstream.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        await socket.ConnectAsync(upstream, cancel);
        await socket.SendAsync(message, SocketFlags.None, cancel);
        var buffer = new byte[LargestDatagram];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, SocketFlags.None, cancel);
            // What does not fit the question is somebody else's, or a forger's.
            if (RawAnswer.Read(buffer[..length], question, id) is { } answer) return answer;
        }
    }

    private static async Task<RawAnswer> OverTcpAsync(IPEndPoint upstream, byte[] message, DnsQuestion question, ushort id, CancellationToken cancel)
    {
        using var socket = new Socket(upstream.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(upstream, cancel);
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync((byte[])[(byte)(message.Length >> 8), (byte)message.Length, .. message], cancel);
        var head = new byte[2];
        await stream.ReadExactlyAsync(head, cancel);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
        await stream.ReadExactlyAsync(answer, cancel);
        return RawAnswer.Read(answer, question, id) ?? throw new IOException("the answer does not fit the question");
    }
}
