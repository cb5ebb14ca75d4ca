using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Scheduler.Configuration;
using Kybernet.Scheduler.Cycle;
using Kybernet.Scheduler.Framework;
using Kybernet.Scheduler.Plugins;
using Kybernet.Scheduler.Preemption;
using Kybernet.Scheduler.Queue;
using Kybernet.Scheduler.Snapshot;
using Microsoft.Extensions.Logging;

namespace Kybernet.Scheduler;

/// <summary>The scheduler: gives each pod that has no node one. With leader election, started while its process leads, and stopped after.</summary>
/// <remarks>Upstream: <c>cmd/kube-scheduler</c> and <c>pkg/scheduler/scheduler.go</c>.</remarks>
public sealed class SchedulerService : IAsyncDisposable
{
    private readonly IInformers _informers;
    private readonly SchedulerOptions _options;
    private readonly ILogger _log;
    private readonly LoopInbox _inbox;
    private readonly Bindings _bindings;
    private readonly PodStatusWriter _statuses;
    private readonly Evictions _evictions;
    private readonly SchedulingLoop _loop;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<IPlugin> _plugins;
    private readonly List<IDisposable> _subscriptions = [];
    private Task _running = Task.CompletedTask;

    /// <param name="client">As user <c>system:kube-scheduler</c>.</param>
    /// <param name="informers">Of the same user.</param>
    /// <param name="eventsOf">Records events as a component, by its name: the profile's scheduler name.</param>
    /// <param name="options">Settings.</param>
    /// <param name="time">Time.</param>
    /// <param name="seed">Where randomness starts: which of equally good nodes is taken.</param>
    /// <param name="loggers">Logs.</param>
    /// <exception cref="FormatException">The configuration is wrong; the message says how.</exception>
    public SchedulerService(
        IClient client, IInformers informers, Func<string, IEventRecorder> eventsOf, SchedulerOptions options, TimeProvider time, int seed,
        ILoggerFactory loggers)
    {
        (_informers, _options) = (informers, options);
        _log = loggers.CreateLogger("Kybernet.Scheduler");
        _inbox = new(time);
        var waiting = new WaitingPods(time);
        var resources = new ResourceNames();
        var nodes = new NodeTable(resources);
        var nominator = new Nominator();
        var random = new Random(seed);
        _statuses = new(client, time, _log, _stop.Token);
        _evictions = new(client, waiting, time, _log, (uid, hasFailed) => _inbox.Post(new() { Evicted = (uid, hasFailed) }), _stop.Token);
        var builder = new ProfileBuilder(PluginRegistry.InTree, new(
            client, informers, resources, nodes, nominator, waiting, _evictions, _statuses, Metrics, time, random));
        var profiles = options.Configuration.Profiles.ToDictionary(
            profile => profile.SchedulerName, profile => builder.Build(profile, eventsOf(profile.SchedulerName)));
        _plugins = [.. profiles.Values.SelectMany(profile => profile.Plugins)];
        var hints = new HintMap();
        foreach (var profile in profiles.Values) hints.Add(profile.SchedulerName, profile.Plugins);
        var queue = new SchedulingQueue(
            SchedulingQueueOptions.Default with { Backoff = options.Configuration.Backoff }, profiles.Values.First().QueueSort.Compare, hints,
            pod => profiles.TryGetValue(pod.Spec.SchedulerName, out var profile) ? profile.RunPreEnqueue(pod) : null,
            (name, happened) => Metrics.IncomingPods.Add(new(name, happened)), time);
        var state = new SchedulerState(nodes, new PodCache(nodes), queue, nominator, profiles);
        _bindings = new(options.BindingsAtOnce, _inbox, waiting, _stop.Token);
        var scheduling = new Scheduling(nodes, new NodeSearch(nodes, nominator, options.Configuration.PercentageOfNodesToScore), random);
        _loop = new(state, scheduling, _bindings, new(state, _statuses, Metrics, time, _log), waiting, _inbox, Metrics, time);
        Metrics.Read(
            () => (queue.ActiveCount, queue.BackoffCount, queue.UnschedulableCount, queue.GatedCount),
            () => (nodes.Count, state.Cache.Count, state.Cache.AssumedCount), () => _bindings.Running);
        SchedulerLog.Started(_log, string.Join(", ", profiles.Keys));
    }

    public SchedulerMetrics Metrics { get; } = new();

    /// <summary>Ends when the scheduler knows the cluster and schedules.</summary>
    public async Task StartAsync(CancellationToken cancel)
    {
        var nodes = _informers.Of<Node>();
        var pods = _informers.Of<Pod>(_options.PodScope);
        await nodes.WaitForSyncAsync(cancel);
        await pods.WaitForSyncAsync(cancel);
        foreach (var plugin in _plugins.OfType<ISyncedPlugin>()) await plugin.WaitForSyncAsync(cancel);
        _subscriptions.Add(nodes.Subscribe(change => _inbox.Post(new() { Node = change })));
        _subscriptions.Add(pods.Subscribe(change => _inbox.Post(new() { Pod = change })));
        _running = RunAsync();
    }

    /// <summary>Ends the loop, then waits for the bindings under way.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
        await _stop.CancelAsync();
        await _running;
        await _bindings.DrainAsync();
        await _evictions.DrainAsync();
        await _statuses.DrainAsync();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        try
        {
            await _loop.RunAsync(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            SchedulerLog.LoopEnded(_log, e);
            throw;
        }
    }
}
