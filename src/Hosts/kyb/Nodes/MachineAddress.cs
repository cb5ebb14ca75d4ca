using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Kybernet.Hosts.Kyb.Nodes;

/// <summary>This machine's address where none is given.</summary>
internal static class MachineAddress
{
    /// <summary>The first IPv4 address of an interface that is up and not loopback; null where there is none.</summary>
    public static IPAddress? First() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(static one => one is { OperationalStatus: OperationalStatus.Up, NetworkInterfaceType: not NetworkInterfaceType.Loopback })
        .SelectMany(static one => one.GetIPProperties().UnicastAddresses)
        .FirstOrDefault(static one => one.Address.AddressFamily == AddressFamily.InterNetwork)?.Address;
}
