using Kybernet.Client.Kubeconfigs;
using Kybernet.Client.Transport.Https;

namespace Kybernet.Hosts.Kyb.Server.Flags;

/// <summary>Files that flags name. What is wrong with one is said with the flag; never what is in it.</summary>
internal static class FlagFile
{
    /// <summary>Null when the flag is not given.</summary>
    /// <exception cref="ArgumentException">The file cannot be read.</exception>
    public static string? Read(string flag, string? path)
    {
        if (string.IsNullOrEmpty(path)) return null;
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"{flag}: {e.Message}", e);
        }
    }

    /// <summary>The connection of a kubeconfig's current context; null when the flag is not given.</summary>
    /// <exception cref="ArgumentException">The file cannot be read, or is no kubeconfig.</exception>
    public static ServerConnection? Kubeconfig(string flag, string? path, TimeProvider time)
    {
        if (Read(flag, path) is not { } text) return null;
        try
        {
            return Connections.Of(KubeconfigReader.Read(text, Path.GetDirectoryName(Path.GetFullPath(path!))!), "", time);
        }
        catch (Exception e) when (e is FormatException or IOException)
        {
            throw new ArgumentException($"{flag}: {e.Message}", e);
        }
    }
}
