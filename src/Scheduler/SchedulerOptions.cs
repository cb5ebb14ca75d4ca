using Kybernet.Client.Informers;
using Kybernet.Scheduler.Configuration;

namespace Kybernet.Scheduler;

/// <summary>The scheduler's settings. Defaults are kube-scheduler's.</summary>
public sealed record SchedulerOptions
{
    public static readonly SchedulerOptions Default = new();

    /// <summary>As a file of kind KubeSchedulerConfiguration says.</summary>
    public SchedulerConfiguration Configuration { get; init; } = SchedulerConfiguration.Default;

    /// <summary>
    /// The pods to follow. Alone in a process, leave out those that ended, as upstream does: <c>status.phase!=Succeeded,status.phase!=Failed</c>.
    /// Beside controllers that follow all pods, share their copy: the default.
    /// </summary>
    public InformerScope PodScope { get; init; } = InformerScope.All;

    /// <summary>How many pods are being bound at once before the loop waits. Upstream has no limit but its client's.</summary>
    public int BindingsAtOnce { get; init; } = 256;
}
