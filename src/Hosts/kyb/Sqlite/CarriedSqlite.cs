using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;

namespace Kybernet.Hosts.Kyb.Sqlite;

/// <summary>The SQLite library that the native binary carries inside, so that it is one file.</summary>
/// <remarks>The library is loaded from memory with its first use: it is never on a disk, and costs nothing to commands without a store.</remarks>
internal static partial class CarriedSqlite
{
    /// <summary>What the build puts into the binary, and only into a published one.</summary>
    private const string Resource = "libe_sqlite3.so";

    private const uint CloseOnExec = 1;

    /// <summary>To be called before a store is opened. Does nothing where the library lies beside the program.</summary>
    public static void Use()
    {
        var program = Assembly.GetExecutingAssembly();
        if (!OperatingSystem.IsLinux() || program.GetManifestResourceInfo(Resource) is null) return;
        // A second copy would have locks of its own: it is loaded once, whoever asks.
        var library = new Lazy<nint>(() => Load(program));
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, (name, _, _) => name == "e_sqlite3" ? library.Value : 0);
    }

    private static nint Load(Assembly program)
    {
        using var carried = program.GetManifestResourceStream(Resource)!;
        var descriptor = CreateMemoryFile("e_sqlite3", CloseOnExec);
        if (descriptor < 0) throw new InvalidOperationException($"memory for SQLite cannot be had: {Marshal.GetLastPInvokeErrorMessage()}");
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        using var file = new FileStream(handle, FileAccess.Write);
        carried.CopyTo(file);
        file.Flush();
        return NativeLibrary.Load($"/proc/self/fd/{descriptor}");
    }

    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateMemoryFile(string name, uint flags);
}
