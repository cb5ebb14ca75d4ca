using System.Diagnostics;
using Kybernet.Api.Core.V1;
using Kybernet.Client.Tracing;

namespace Kybernet.Scheduler;

/// <summary>The spans of scheduling cycles, under upstream's names. All are null while nobody listens.</summary>
internal static class SchedulerTrace
{
    private static readonly ActivitySource s_source = new("Kybernet.Scheduler");

    public static Activity? Scheduling(Pod pod)
    {
        var span = s_source.StartActivity("Scheduling");
        span?.Seen(pod);
        return span;
    }

    /// <summary>A part of a cycle, or the binding that follows it.</summary>
    public static Activity? Step(string name) => s_source.StartActivity(name);
}
