using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Kybernet.Kubelet.Containerd;

/// <summary>The processes between containerd and containers. They outlive containerd, and one it has forgotten nobody else ends.</summary>
internal static class Shims
{
    /// <summary>Ends the shims of the containerd at a socket, with the containers they hold.</summary>
    /// <returns>How many there were.</returns>
    public static int Kill(string socket)
    {
        var killed = 0;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) || !IsOf(socket, directory)) continue;
            try
            {
                using var shim = Process.GetProcessById(id);
                shim.Kill(entireProcessTree: true);
                killed++;
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception or AggregateException)
            {
                // It has ended by itself.
            }
        }

        return killed;
    }

    private static bool IsOf(string socket, string process)
    {
        try
        {
            var words = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, "cmdline"))).Split('\0');
            return Path.GetFileName(words[0]).StartsWith("containerd-shim", StringComparison.Ordinal) && words.Contains(socket, StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
