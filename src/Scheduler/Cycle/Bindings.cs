using Kybernet.Scheduler.Framework;

namespace Kybernet.Scheduler.Cycle;

/// <summary>
/// Binds scheduled pods beside the scheduling loop, many at once: PreBind, Bind, PostBind. What comes of each goes to the loop's inbox.
/// Upstream: <c>schedule_one.go</c>, <c>bindingCycle</c>.
/// </summary>
/// <param name="limit">How many are on their way at once; the loop schedules no further pod meanwhile.</param>
/// <param name="inbox">The loop's.</param>
/// <param name="waiting">The pods that Permit plugins delay.</param>
/// <param name="cancel">Ends them all.</param>
public sealed class Bindings(int limit, LoopInbox inbox, WaitingPods waiting, CancellationToken cancel)
{
    private readonly RunningCount _running = new();

    public bool HasRoom => _running.Value < limit;

    public int Running => _running.Value;

    public void Start(BindingWork work)
    {
        _running.Enter();
        _ = RunAsync(work);
    }

    /// <inheritdoc cref="RunningCount.DrainAsync"/>
    public Task DrainAsync() => _running.DrainAsync();

    private async Task RunAsync(BindingWork work)
    {
        // The loop goes on at once; binding is another thread's.
        await Task.Yield();
        PluginStatus? status;
        try
        {
            status = await BindAsync(work);
        }
        catch (Exception e)
        {
            status = PluginStatus.Error("", e.Message);
        }

        _running.Exit();
        inbox.Post(new() { Binding = (work, status) });
    }

    private async ValueTask<PluginStatus?> BindAsync(BindingWork work)
    {
        using var span = SchedulerTrace.Step("Binding");
        if (work.IsWaiting && await waiting.WaitAsync(work.Pod.Uid, cancel) is { } refused) return refused;
        foreach (var plugin in work.Profile.PreBind)
            if (await plugin.PreBindAsync(work.State, work.Pod, work.Node, cancel) is { } status) return status;
        foreach (var plugin in work.Profile.Bind)
        {
            var status = await plugin.BindAsync(work.State, work.Pod, work.Node, cancel);
            if (status?.Code == StatusCode.Skip) continue;
            if (status is not null) return status;
            var key = work.Pod.Key;
            work.Profile.Events.Record(work.Pod.Pod, "Normal", "Scheduled", $"Successfully assigned {key.Namespace}/{key.Name} to {work.Node}");
            foreach (var after in work.Profile.PostBind) after.PostBind(work.State, work.Pod, work.Node);
            return null;
        }

        return PluginStatus.Error("", "no bind plugin bound the pod");
    }
}
