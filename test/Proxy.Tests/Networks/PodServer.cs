using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kybernet.Proxy.Tests.Networks;

/// <summary>A server in a pod that says its name to who connects over TCP, and to what comes over UDP.</summary>
internal sealed class PodServer : IAsyncDisposable
{
    public const int Port = 8080;

    private readonly Socket _tcp;
    private readonly Socket _udp;
    private readonly byte[] _name;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public PodServer(TestNode node, int pod)
    {
        _name = Encoding.ASCII.GetBytes($"pod{pod}");
        (_tcp, _udp) = NetworkThread.Run(node.Pod(pod), static () => Tuple.Create(
            new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp),
            new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)));
        _tcp.Bind(new IPEndPoint(IPAddress.Any, Port));
        _tcp.Listen(512);
        _udp.Bind(new IPEndPoint(IPAddress.Any, Port));
        _running = Task.WhenAll(AcceptAsync(_stop.Token), ReceiveAsync(_stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _tcp.Dispose();
        _udp.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                using var client = await _tcp.AcceptAsync(cancel);
                await client.SendAsync(_name, SocketFlags.None, cancel);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task ReceiveAsync(CancellationToken cancel)
    {
        var buffer = new byte[64];
        try
        {
            while (true)
            {
                var received = await _udp.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), cancel);
                await _udp.SendToAsync(_name, SocketFlags.None, received.RemoteEndPoint, cancel);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
