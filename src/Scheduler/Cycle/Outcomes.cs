using System.Globalization;
using System.Text;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Queue;
using Kybernet.Scheduler.Snapshot;
using Microsoft.Extensions.Logging;

namespace Kybernet.Scheduler.Cycle;

/// <summary>What becomes of tries that ended: events, statuses, metrics, and back to the queue. Upstream: <c>handleSchedulingFailure</c>.</summary>
public sealed class Outcomes(SchedulerState state, PodStatusWriter statuses, SchedulerMetrics metrics, TimeProvider time, ILogger log)
{
    /// <summary>Upstream's longest note of an event, in bytes.</summary>
    private const int LongestNote = 1024;

    public ScheduleResult Threw(PodInfo pod, Exception exception)
    {
        SchedulerLog.Threw(log, pod.Key, exception);
        return ScheduleResult.Failed(PluginStatus.Error("", exception.Message));
    }

    /// <summary>The diagnosis of a pod that a Reserve or Permit plugin refused on its node.</summary>
    public static Diagnosis Refused(PluginStatus status, int row)
    {
        var diagnosis = new Diagnosis(1);
        diagnosis.Set(row, status);
        return diagnosis;
    }

    public void Succeeded(BindingWork work)
    {
        var profile = work.Profile.SchedulerName;
        metrics.Attempts.Add(new("scheduled", profile));
        metrics.AttemptSeconds.Observe(new("scheduled", profile), time.GetElapsedTime(work.Started).TotalSeconds);
        metrics.PodAttempts.Observe(default, work.Queued.Attempts);
        if (work.Queued.WasFlushed) metrics.ScheduledAfterFlush.Add(default);
        var attempts = work.Queued.Attempts >= 15 ? "15+" : work.Queued.Attempts.ToString(CultureInfo.InvariantCulture);
        if (work.Queued.FirstAttempt is { } first) metrics.SliSeconds.Observe(new(attempts), (time.GetUtcNow() - first).TotalSeconds);
    }

    /// <param name="profile">Whose try.</param>
    /// <param name="queued">The pod.</param>
    /// <param name="status">What ended it.</param>
    /// <param name="diagnosis">When plugins rejected it.</param>
    /// <param name="nominated">The node it hopes for; empty for none, null to leave it.</param>
    /// <param name="started">When the try began, in ticks of the time provider.</param>
    public void Handle(Profile profile, QueuedPod queued, PluginStatus status, Diagnosis? diagnosis, string? nominated, long started)
    {
        var isRejected = status.IsRejected;
        var result = isRejected ? "unschedulable" : "error";
        metrics.Attempts.Add(new(result, profile.SchedulerName));
        metrics.AttemptSeconds.Observe(new(result, profile.SchedulerName), time.GetElapsedTime(started).TotalSeconds);

        var message = diagnosis?.ToString() ?? status.Message;
        queued.Reject(diagnosis);
        if (isRejected) SchedulerLog.Unschedulable(log, queued.Info.Key, message);
        else SchedulerLog.Failed(log, queued.Info.Key, message);

        // Deleted or bound meanwhile: nobody is to be told.
        if (state.Queue.Find(queued.Info.Uid) != queued) return;
        state.Queue.AddUnschedulable(queued);
        if (nominated is not null) state.Nominator.Set(queued.Info, nominated);
        else state.Nominator.Set(queued.Info, queued.Pod.Status.NominatedNodeName);
        profile.Events.Record(queued.Pod, "Warning", "FailedScheduling", Truncate(message));
        statuses.Write(queued.Pod, isRejected ? "Unschedulable" : "SchedulerError", message, nominated);
    }

    private static string Truncate(string message)
    {
        if (Encoding.UTF8.GetByteCount(message) <= LongestNote) return message;
        var length = LongestNote - 4;
        while (Encoding.UTF8.GetByteCount(message.AsSpan(0, Math.Min(length, message.Length))) > LongestNote - 4) length--;
        return string.Concat(message.AsSpan(0, Math.Min(length, message.Length)), " ...");
    }
}
