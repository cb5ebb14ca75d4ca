using Kybernet.Machinery.Kinds;
using Microsoft.Extensions.Logging;

namespace Kybernet.Scheduler;

internal static partial class SchedulerLog
{
    [LoggerMessage(1, LogLevel.Information, "The scheduler runs with the profiles {Profiles}")]
    public static partial void Started(ILogger log, string profiles);

    [LoggerMessage(2, LogLevel.Debug, "Pod {Pod} does not fit: {Message}")]
    public static partial void Unschedulable(ILogger log, ObjectKey pod, string message);

    [LoggerMessage(3, LogLevel.Error, "Pod {Pod} could not be scheduled and is tried again: {Message}")]
    public static partial void Failed(ILogger log, ObjectKey pod, string message);

    [LoggerMessage(4, LogLevel.Warning, "The status of pod {Pod} could not be written: {Message}")]
    public static partial void StatusNotWritten(ILogger log, ObjectKey pod, string message);

    [LoggerMessage(5, LogLevel.Critical, "The scheduling loop ended")]
    public static partial void LoopEnded(ILogger log, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "Pod {Pod} could not be preempted: {Message}")]
    public static partial void NotPreempted(ILogger log, ObjectKey pod, string message);

    [LoggerMessage(6, LogLevel.Error, "Scheduling pod {Pod} threw")]
    public static partial void Threw(ILogger log, ObjectKey pod, Exception exception);
}
