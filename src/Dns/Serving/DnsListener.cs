using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Kybernet.Dns.Serving;

/// <summary>
/// UDP and TCP at one address. At most 1024 datagrams and 256 connections are worked on at once; what is beyond waits in the kernel.
/// </summary>
internal sealed class DnsListener : IAsyncDisposable
{
    private const int LargestQuery = 4096;
    private const int MostDatagrams = 1024;
    private const int MostConnections = 256;
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    private readonly Socket _udp;
    private readonly TcpListener _tcp;
    private readonly QueryHandler _handler;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _datagrams = new(MostDatagrams);
    private readonly SemaphoreSlim _connections = new(MostConnections);
    private readonly Task _running;

    private DnsListener(Socket udp, TcpListener tcp, QueryHandler handler)
    {
        (_udp, _tcp, _handler) = (udp, tcp, handler);
        _running = Task.WhenAll(ReceiveAsync(_stop.Token), AcceptAsync(_stop.Token));
    }

    public IPEndPoint Address => (IPEndPoint)_tcp.LocalEndpoint;

    /// <exception cref="SocketException">The port is taken.</exception>
    public static DnsListener Start(IPEndPoint address, QueryHandler handler)
    {
        // TCP first: of port 0 it takes one, and UDP takes the same.
        var tcp = new TcpListener(address);
        tcp.Start();
        var udp = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            udp.Bind(tcp.LocalEndpoint);
        }
        catch (SocketException)
        {
            tcp.Stop();
            udp.Dispose();
            throw;
        }

        return new(udp, tcp, handler);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _tcp.Stop();
        await _running;
        for (var i = 0; i < MostDatagrams; i++) await _datagrams.WaitAsync(CancellationToken.None);
        for (var i = 0; i < MostConnections; i++) await _connections.WaitAsync(CancellationToken.None);
        _udp.Dispose();
        _stop.Dispose();
        _datagrams.Dispose();
        _connections.Dispose();
    }

    private async Task ReceiveAsync(CancellationToken cancel)
    {
        await Task.Yield();
        var buffer = new byte[LargestQuery];
        var any = new IPEndPoint(_udp.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                var received = await _udp.ReceiveFromAsync(buffer, SocketFlags.None, any, cancel);
                await _datagrams.WaitAsync(cancel);
                _ = RespondAsync(buffer[..received.ReceivedBytes], received.RemoteEndPoint, cancel);
            }
            catch (SocketException)
            {
                // A client's port was closed when the answer came: nothing of ours.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // Holds a slot until it is done; stopping waits for all slots.
    private async Task RespondAsync(byte[] message, EndPoint client, CancellationToken cancel)
    {
        try
        {
            if (await _handler.HandleAsync(message, isTcp: false, cancel) is { } answer) await _udp.SendToAsync(answer, SocketFlags.None, client, cancel);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The client asks again.
        }
        finally
        {
            _datagrams.Release();
        }
    }

    private async Task AcceptAsync(CancellationToken cancel)
    {
        await Task.Yield();
        try
        {
            while (true)
            {
                var client = await _tcp.AcceptTcpClientAsync(cancel);
                await _connections.WaitAsync(cancel);
                _ = ServeAsync(client, cancel);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopping.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancel)
    {
        try
        {
            using (client)
            {
                var stream = client.GetStream();
                while (await ReadAsync(stream, cancel) is { } message && await _handler.HandleAsync(message, isTcp: true, cancel) is { } answer)
                    await stream.WriteAsync((byte[])[(byte)(answer.Length >> 8), (byte)answer.Length, .. answer], cancel);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The client went away, or said nothing for long.
        }
        finally
        {
            _connections.Release();
        }
    }

    private static async Task<byte[]?> ReadAsync(NetworkStream stream, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(s_idle);
        var head = new byte[2];
        if (await stream.ReadAtLeastAsync(head, 2, throwOnEndOfStream: false, limit.Token) < 2) return null;
        var length = BinaryPrimitives.ReadUInt16BigEndian(head);
        if (length > LargestQuery) return null;
        var message = new byte[length];
        await stream.ReadExactlyAsync(message, limit.Token);
        return message;
    }
}
