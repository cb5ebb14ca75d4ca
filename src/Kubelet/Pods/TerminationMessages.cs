using System.Text;
using Kybernet.Api.Core.V1;
using ContainerState = Kybernet.Kubelet.Cri.V1.ContainerState;
using ContainerStatus = Kybernet.Kubelet.Cri.V1.ContainerStatus;

namespace Kybernet.Kubelet.Pods;

/// <summary>The last words of containers: a file they write, or the end of their log when they failed and wrote none.</summary>
/// <remarks>Upstream: kuberuntime, getTerminationMessage.</remarks>
internal static class TerminationMessages
{
    /// <summary>Of the file.</summary>
    private const int LongestMessage = 4096;

    /// <summary>Of the log.</summary>
    private const int LongestLog = 2048;
    private const int MostLines = 80;

    /// <returns>Empty when the container runs or said nothing.</returns>
    public static string Of(ContainerStatus status)
    {
        if (status.State != ContainerState.ContainerExited) return "";
        status.Annotations.TryGetValue(PodLabels.TerminationMessagePath, out var path);
        status.Annotations.TryGetValue(PodLabels.TerminationMessagePolicy, out var policy);
        if (path is { Length: > 0 } && status.Mounts.FirstOrDefault(mount => mount.ContainerPath == path) is { } mount
            && Tail(mount.HostPath, LongestMessage) is { Length: > 0 } message) return message;
        return policy == TerminationMessagePolicy.FallbackToLogsOnError && status.ExitCode != 0 ? LogEnd(status.LogPath) : "";
    }

    private static string LogEnd(string logPath)
    {
        var lines = new List<string>();
        // A line of the log carries time, stream and a mark before the text.
        foreach (var line in Tail(logPath, LongestLog * 4).Split('\n'))
        {
            var parts = line.Split(' ', 4);
            if (parts.Length == 4) lines.Add(parts[2] == "P" ? parts[3] : parts[3] + "\n");
        }

        var text = string.Concat(lines.TakeLast(MostLines));
        return text.Length > LongestLog ? text[^LongestLog..] : text;
    }

    private static string Tail(string path, int length)
    {
        try
        {
            using var file = File.OpenRead(path);
            file.Seek(Math.Max(0, file.Length - length), SeekOrigin.Begin);
            var bytes = new byte[Math.Min(file.Length, length)];
            file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Encoding.UTF8.GetString(bytes);
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
