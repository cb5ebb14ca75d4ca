using System.Net;
using System.Net.Sockets;

namespace Kybernet.Store.Tests.Etcd;

/// <summary>Ports nobody listens on at the moment: etcd must be told its own and its peers' before any of them starts.</summary>
internal static class LoopbackPorts
{
    public static int[] Free(int count)
    {
        var listeners = new TcpListener[count];
        for (var i = 0; i < count; i++)
        {
            listeners[i] = new TcpListener(IPAddress.Loopback, 0);
            listeners[i].Start();
        }

        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners) listener.Dispose();
        return ports;
    }
}
