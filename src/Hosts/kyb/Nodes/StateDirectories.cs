using System.Security.Cryptography;
using System.Text;

namespace Kybernet.Hosts.Kyb.Nodes;

/// <summary>Where sockets are: one directory for each data directory, so that two clusters of a machine do not meet.</summary>
internal static class StateDirectories
{
    /// <summary>Short, since a socket's path has at most 108 bytes.</summary>
    public static string Of(string dataDirectory) => Path.Combine("/run/kybernet", MarkOf(dataDirectory, 8));

    /// <summary>Letters and digits that tell one data directory from another.</summary>
    public static string MarkOf(string dataDirectory, int length) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataDirectory)))[..length];
}
