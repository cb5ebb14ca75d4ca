using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tables.Core;

/// <summary>
/// Works out in one line what a pod is doing. The rules and their order are upstream's <c>printPod</c>: the phase or its reason; over
/// it what the first unfinished init container waits for; once initialized, what the first container in the spec that is not fine says.
/// </summary>
internal ref struct PodSummary
{
    private readonly Pod _pod;
    private bool _initializing;
    private int _sidecarRestarts;
    private Time _lastSidecarRestart;

    private PodSummary(Pod pod)
    {
        _pod = pod;
        Total = pod.Spec.Containers.Count + pod.Spec.InitContainers.Count(IsSidecar);
        Reason = Cell.Or(pod.Status.Reason, pod.Status.Phase);
        foreach (var condition in pod.Status.Conditions)
            if (condition is { Type: "PodScheduled", Reason: "SchedulingGated" }) Reason = "SchedulingGated";
    }

    public string Reason { get; private set; }

    public int Ready { get; private set; }

    /// <summary>Containers, and init containers that go on running.</summary>
    public int Total { get; }

    public int Restarts { get; private set; }

    public Time LastRestart { get; private set; }

    public static PodSummary Of(Pod pod)
    {
        var summary = new PodSummary(pod);
        summary.ReadInitContainers();
        if (!summary._initializing || IsTrue(pod, "Initialized")) summary.ReadContainers();
        summary.ReadDeletion();
        return summary;
    }

    private void ReadInitContainers()
    {
        var statuses = _pod.Status.InitContainerStatuses;
        for (var i = 0; i < statuses.Count; i++)
        {
            var status = statuses[i];
            var isSidecar = _pod.Spec.InitContainers.LastOrDefault(container => container.Name == status.Name)?.RestartPolicy == "Always";
            CountRestarts(status, isSidecar);
            if (status.State.Terminated is { ExitCode: 0 }) continue;
            if (isSidecar && status.Started == true)
            {
                if (status.Ready) Ready++;
                continue;
            }

            Reason = "Init:" + InitReason(status, i);
            _initializing = true;
            break;
        }
    }

    private readonly string InitReason(ContainerStatus status, int position)
    {
        if (status.State.Terminated is { } terminated) return Ended(terminated);
        return status.State.Waiting is { Reason: not ("" or "PodInitializing") } waiting
            ? waiting.Reason
            : $"{position}/{_pod.Spec.InitContainers.Count}";
    }

    private void ReadContainers()
    {
        // Restarts of init containers that are done no longer count.
        Restarts = _sidecarRestarts;
        LastRestart = _lastSidecarRestart;
        var (hasRunning, error) = (false, "");
        for (var i = _pod.Status.ContainerStatuses.Count - 1; i >= 0; i--)
        {
            var status = _pod.Status.ContainerStatuses[i];
            CountRestarts(status, isSidecar: false);
            if (status.State.Waiting is { Reason: not "" } waiting) Reason = waiting.Reason;
            else if (status.State.Terminated is { } terminated)
            {
                Reason = Ended(terminated);
                if (terminated.ExitCode != 0) error = Reason;
            }
            else if (status is { Ready: true, State.Running: not null })
            {
                hasRunning = true;
                Ready++;
            }
        }

        if (Reason != "Completed") return;
        if (hasRunning && IsTrue(_pod, "Ready")) Reason = "Running";
        else if (error.Length > 0) Reason = error;
        else if (hasRunning) Reason = "NotReady";
    }

    private void ReadDeletion()
    {
        if (_pod.Metadata.DeletionTimestamp is null) return;
        if (_pod.Status.Reason == "NodeLost") Reason = "Unknown";
        else if (_pod.Status.Phase is not ("Succeeded" or "Failed")) Reason = "Terminating";
    }

    private void CountRestarts(ContainerStatus status, bool isSidecar)
    {
        Restarts += status.RestartCount;
        if (isSidecar) _sidecarRestarts += status.RestartCount;
        if (status.LastState.Terminated is not { } terminated) return;
        if (LastRestart < terminated.FinishedAt) LastRestart = terminated.FinishedAt;
        if (isSidecar && _lastSidecarRestart < terminated.FinishedAt) _lastSidecarRestart = terminated.FinishedAt;
    }

    private static string Ended(ContainerStateTerminated terminated)
    {
        if (terminated.Reason.Length > 0) return terminated.Reason;
        return terminated.Signal != 0 ? $"Signal:{terminated.Signal}" : $"ExitCode:{terminated.ExitCode}";
    }

    private static bool IsSidecar(Container container) => container.RestartPolicy == "Always";

    private static bool IsTrue(Pod pod, string type) =>
        pod.Status.Conditions.FirstOrDefault(condition => condition.Type == type)?.Status == "True";
}
