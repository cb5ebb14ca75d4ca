using System.Net.Sockets;
using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Volumes;

/// <summary>Checks what a pod says its host path is, and makes what it asks to be made.</summary>
/// <remarks>Upstream: volume/hostpath, checkType.</remarks>
internal static class HostPaths
{
    /// <exception cref="VolumeException">It is something else.</exception>
    public static void Check(string path, string type)
    {
        switch (type)
        {
            case HostPathType.DirectoryOrCreate when !Path.Exists(path):
                Directory.CreateDirectory(path);
                return;
            case HostPathType.FileOrCreate when !Path.Exists(path):
                File.WriteAllBytes(path, []);
                return;
        }

        var isRight = type switch
        {
            "" => true,
            HostPathType.Directory or HostPathType.DirectoryOrCreate => Directory.Exists(path),
            HostPathType.File or HostPathType.FileOrCreate => File.Exists(path) && !Is(path, FileAttributes.Device),
            HostPathType.Socket => IsSocket(path),
            HostPathType.CharDevice or HostPathType.BlockDevice => File.Exists(path) && path.StartsWith("/dev/", StringComparison.Ordinal),
            _ => false,
        };
        if (!isRight) throw new VolumeException($"hostPath type check failed: {path} is not {Article(type)}");
    }

    private static bool Is(string path, FileAttributes attribute) => (File.GetAttributes(path) & attribute) != 0;

    private static bool IsSocket(string path)
    {
        if (!File.Exists(path)) return false;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode is not (SocketError.ConnectionRefused or SocketError.NotSocket) || new FileInfo(path).Length == 0;
        }
    }

    private static string Article(string type) => type switch
    {
        HostPathType.Directory or HostPathType.DirectoryOrCreate => "a directory",
        HostPathType.File or HostPathType.FileOrCreate => "a file",
        HostPathType.Socket => "a socket file",
        HostPathType.CharDevice => "a character device",
        HostPathType.BlockDevice => "a block device",
        _ => $"of the known type {type}",
    };
}
