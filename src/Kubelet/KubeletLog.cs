using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet;

internal static partial class KubeletLog
{
    [LoggerMessage(1, LogLevel.Information, "Took over the containerd with process id {Pid}")]
    public static partial void ContainerdTakenOver(ILogger log, int pid);

    [LoggerMessage(2, LogLevel.Warning, "containerd ended; it is started again in {Wait}")]
    public static partial void ContainerdEnded(ILogger log, TimeSpan wait);

    [LoggerMessage(3, LogLevel.Information, "Imported the images of {File}")]
    public static partial void ImageImported(ILogger log, string file);

    [LoggerMessage(4, LogLevel.Warning, "Cannot import the images of {File}: {Message}")]
    public static partial void ImageImportFailed(ILogger log, string file, string message);

    [LoggerMessage(5, LogLevel.Warning, "Pod {Pod} failed to sync: {Message}")]
    public static partial void SyncFailed(ILogger log, string pod, string message);

    [LoggerMessage(6, LogLevel.Error, "Pod {Pod} threw while it was synced")]
    public static partial void SyncThrew(ILogger log, string pod, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "Listing containers failed: {Message}")]
    public static partial void RelistFailed(ILogger log, string message);

    [LoggerMessage(8, LogLevel.Warning, "Writing the status of pod {Pod} failed: {Message}")]
    public static partial void StatusFailed(ILogger log, string pod, string message);

    [LoggerMessage(9, LogLevel.Warning, "Node {Node}: {What} failed: {Message}")]
    public static partial void NodeFailed(ILogger log, string node, string what, string message);

    [LoggerMessage(10, LogLevel.Information, "Registered node {Node}")]
    public static partial void NodeRegistered(ILogger log, string node);

    [LoggerMessage(11, LogLevel.Information, "Removed {Kind} {Id}: nothing uses it")]
    public static partial void Collected(ILogger log, string kind, string id);

    [LoggerMessage(12, LogLevel.Warning, "Collecting what nothing uses failed: {Message}")]
    public static partial void CollectionFailed(ILogger log, string message);

    [LoggerMessage(13, LogLevel.Warning, "The static pod manifest {File} cannot be used: {Message}")]
    public static partial void StaticPodBad(ILogger log, string file, string message);

    [LoggerMessage(14, LogLevel.Debug, "containerd tells no events: {Message}")]
    public static partial void NoRuntimeEvents(ILogger log, string message);

    [LoggerMessage(15, LogLevel.Warning, "Container {Container} of pod {Pod}: the {Hook} hook failed: {Message}")]
    public static partial void HookFailed(ILogger log, string container, string pod, string hook, string message);

    [LoggerMessage(17, LogLevel.Warning, "Rotating the log {File} failed: {Message}")]
    public static partial void RotationFailed(ILogger log, string file, string message);

    [LoggerMessage(16, LogLevel.Error, "{What} ended unexpectedly; the kubelet goes on without")]
    public static partial void LoopEnded(ILogger log, string what, Exception exception);
}
