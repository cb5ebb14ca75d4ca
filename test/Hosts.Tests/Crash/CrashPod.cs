using System.Text.Json;

namespace Kybernet.Hosts.Tests.Crash;

/// <summary>A pod with one container, as the API tells it.</summary>
internal sealed record CrashPod(string Uid, string Ip, string ContainerId, int Restarts, bool IsReady)
{
    public static CrashPod Of(JsonElement pod)
    {
        var status = pod.GetProperty("status");
        var uid = pod.GetProperty("metadata").GetProperty("uid").GetString()!;
        if (!status.TryGetProperty("containerStatuses", out var containers) || containers.GetArrayLength() == 0) return new(uid, "", "", 0, false);
        var container = containers[0];
        return new(
            uid, Text(status, "podIP"), Text(container, "containerID"), container.GetProperty("restartCount").GetInt32(),
            container.GetProperty("ready").GetBoolean());
    }

    /// <summary>The processes of the container, as their cgroups say.</summary>
    public IReadOnlyList<string> Processes()
    {
        var id = ContainerId[(ContainerId.LastIndexOf('/') + 1)..];
        return [.. Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)).Where(name => char.IsAsciiDigit(name[0]) && IsIn(name, id))];
    }

    private static bool IsIn(string process, string container)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cgroup").Contains(container, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return false;
        }
    }

    private static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString()! : "";
}
