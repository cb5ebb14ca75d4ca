using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Kybernet.Kubelet.Native;

/// <summary>The system calls that .NET does not offer. Each throws with the path and the kernel's words.</summary>
internal static partial class Linux
{
    private const ulong BindMount = 0x1000;
    private const int DetachUnmount = 2;
    private const int InvalidArgument = 22;
    private const int NoEntry = 2;

    /// <summary>Mounts a file system in memory.</summary>
    /// <param name="target">A directory that is there.</param>
    /// <param name="sizeBytes">Zero for half the machine's memory.</param>
    public static void MountTmpfs(string target, long sizeBytes)
    {
        var data = sizeBytes > 0 ? $"size={sizeBytes}" : "";
        if (Mount("tmpfs", target, "tmpfs", 0, data) != 0) throw Failed("mount a tmpfs at", target);
    }

    /// <summary>Shows a file or directory at a second place.</summary>
    public static void BindMountAt(string source, string target)
    {
        if (Mount(source, target, "", BindMount, "") != 0) throw Failed($"bind {source} to", target);
    }

    /// <summary>Unmounts what is mounted there; nothing happens when nothing is.</summary>
    public static void Unmount(string target)
    {
        if (Umount2(target, DetachUnmount) == 0) return;
        if (Marshal.GetLastPInvokeError() is InvalidArgument or NoEntry) return;
        throw Failed("unmount", target);
    }

    /// <summary>Changes the owner of a file, not of what a link leads to. A null id stays.</summary>
    public static void ChangeOwner(string path, long? user, long? group)
    {
        if (Lchown(path, unchecked((uint)(user ?? -1)), unchecked((uint)(group ?? -1))) != 0) throw Failed("change the owner of", path);
    }

    /// <summary>Replaces <paramref name="target"/> by <paramref name="source"/> in one step, links as links.</summary>
    public static void Rename(string source, string target)
    {
        if (RenameCall(source, target) != 0) throw Failed($"rename {source} to", target);
    }

    /// <summary>Permissions with the set-group-id bit and the like; .NET's own call, which masks none of them.</summary>
    public static void ChangeMode(string path, int mode)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        File.SetUnixFileMode(path, (UnixFileMode)mode);
    }

    public static int ModeOf(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : (int)File.GetUnixFileMode(path);


    private static Win32Exception Failed(string what, string path)
    {
        var code = Marshal.GetLastPInvokeError();
        return new(code, $"cannot {what} {path}: {Marshal.GetPInvokeErrorMessage(code)}");
    }

    [LibraryImport("libc", EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, ulong flags, string data);

    [LibraryImport("libc", EntryPoint = "umount2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Umount2(string target, int flags);

    [LibraryImport("libc", EntryPoint = "lchown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Lchown(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameCall(string source, string target);
}
