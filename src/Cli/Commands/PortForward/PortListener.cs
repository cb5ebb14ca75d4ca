using System.Net;
using System.Net.Sockets;

namespace Kybernet.Cli.Commands.PortForward;

/// <summary>An open port of this machine.</summary>
internal sealed class PortListener : IDisposable
{
    private readonly Socket _socket;
    private readonly ushort _remote;

    /// <param name="address">Of this machine.</param>
    /// <param name="port">0 for any that is free.</param>
    /// <param name="remote">The pod's port.</param>
    /// <exception cref="SocketException">It cannot be opened.</exception>
    public PortListener(IPAddress address, int port, ushort remote)
    {
        _remote = remote;
        _socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6) _socket.DualMode = false;
            _socket.Bind(new IPEndPoint(address, port));
            _socket.Listen();
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Accepts until it is cancelled.</summary>
    public async Task RunAsync(ForwardedConnections connections, CancellationToken cancel)
    {
        try
        {
            while (true) connections.Take(await _socket.AcceptAsync(cancel), Port, _remote);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Nobody is accepted any more.
        }
    }

    public void Dispose() => _socket.Dispose();
}
