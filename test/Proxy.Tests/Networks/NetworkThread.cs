using System.Runtime.InteropServices;

namespace Kybernet.Proxy.Tests.Networks;

/// <summary>Runs code in another network namespace. A socket stays in the one it was made in.</summary>
internal static class NetworkThread
{
    private const int NewNet = 0x40000000;

    /// <summary>On a thread that ends afterwards, so that no other work ever runs in the namespace by chance.</summary>
    public static T Run<T>(string path, Func<T> work)
        where T : class
    {
        T? result = null;
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle(path);
                if (SetNs((int)file.DangerousGetHandle(), NewNet) != 0) throw new InvalidOperationException($"setns {path}: {Marshal.GetLastPInvokeError()}");
                result = work();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException(failure.Message, failure);
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNs(int file, int kind);
}
