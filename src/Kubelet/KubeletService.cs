using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Kubelet.Cgroups;
using Kybernet.Kubelet.Containerd;
using Kybernet.Kubelet.Cri;
using Kybernet.Kubelet.Images;
using Kybernet.Kubelet.Nodes;
using Kybernet.Kubelet.Pods;
using Kybernet.Kubelet.PodWorkers;
using Kybernet.Kubelet.Probes;
using Kybernet.Kubelet.StaticPods;
using Kybernet.Kubelet.Volumes;
using Microsoft.Extensions.Logging;

namespace Kybernet.Kubelet;

/// <summary>A node of a cluster: runs the pods bound to it, and says how they and itself are. Containers go on when it stops.</summary>
public sealed class KubeletService : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<Task> _running = [];
    private readonly List<IAsyncDisposable> _owned = [];
    private readonly List<IDisposable> _disposables = [];
    private readonly ILogger _log;

    private KubeletService(KubeletOptions options, IClient client, IInformers informers, IEventRecorder events, TimeProvider time, ILoggerFactory loggers)
    {
        Options = options;
        _log = loggers.CreateLogger("Kybernet.Kubelet");
        Connection = new(options.Containerd?.Socket ?? options.RuntimeEndpoint, time);
        Runtime = new(Connection);
        Images = new(Connection);
        Machine = new(options);
        var paths = new NodePaths(options.RootDirectory, options.PodLogsDirectory);
        var cgroups = new CgroupTree(options.CgroupRoot);
        var random = new Random(options.Seed);
        var http = new HttpProber(options.Version, time);
        var hooks = new LifecycleHooks(Runtime, http, time, _log);
        var puller = new ImagePuller(Images, client, events, options, time);
        var prober = new Prober(Runtime, http, time);
        var backOffs = new BackOffs(time);
        var volumes = new VolumeSetter(paths, time);
        var tokens = new ServiceAccountTokens(client, time);
        var stopper = new ContainerStopper(Runtime, hooks, events, time);
        var starter = new ContainerStarter(Runtime, Images, puller, new(options, paths), hooks, events, paths, backOffs);
        var probes = new ProbeTracker(prober, events, time, random);
        var parts = new PodParts
        {
            Options = options,
            Client = client,
            Runtime = Runtime,
            Admission = new(options, client, Machine),
            Reader = new(Runtime),
            Syncer = new(
                options, Runtime, client, informers.Of<Service>(), Machine, new(options, paths, cgroups), starter, stopper, volumes, tokens, cgroups, paths,
                events),
            Stopper = stopper,
            Probes = probes,
            Volumes = volumes,
            Tokens = tokens,
            Cgroups = cgroups,
            Paths = paths,
            BackOffs = backOffs,
            Node = Machine,
            Mirrors = new(client, options.NodeName, _log),
            Events = events,
            Time = time,
            Log = _log,
        };
        Workers = new(parts);
        StaticPods = new(options.StaticPodDirectory, options.NodeName, Workers, time, _log);
        Relist = new(Runtime, Workers, time, options.RelistPeriod, _log);
        Collector = new(options, Runtime, Images, Workers, paths, volumes, cgroups, time, _log);
        Reporter = new(options, client, Runtime, Images, Machine, () => Relist.LastComplete, time, _log);
        Lease = new(options, client, time, _log);
        Logs = new(Runtime, paths, time, _log);
        _owned.AddRange([Workers, probes]);
        _disposables.AddRange([http, prober, puller, Relist, Connection]);
    }

    public KubeletOptions Options { get; }

    /// <summary>The pods and containers, for the node's server.</summary>
    internal IPodDirectory Pods => Workers;

    internal CriConnection Connection { get; }

    internal CriClient Runtime { get; }

    internal CriImages Images { get; }

    internal NodeMachine Machine { get; }

    internal PodWorkerPool Workers { get; }

    private StaticPodDirectory StaticPods { get; }

    private PodRelist Relist { get; }

    private GarbageCollector Collector { get; }

    private LogRotator Logs { get; }

    private NodeReporter Reporter { get; }

    private NodeLease Lease { get; }

    /// <summary>Starts containerd if it is ours, registers the node and begins to run pods.</summary>
    /// <param name="options">How the node is.</param>
    /// <param name="client">As <c>system:node:NAME</c> of the group <c>system:nodes</c>.</param>
    /// <param name="informers">Of the same identity.</param>
    /// <param name="events">Records as <c>kubelet</c>, host NAME.</param>
    /// <param name="time">Time.</param>
    /// <param name="loggers">Logs.</param>
    /// <param name="cancel">Gives up starting.</param>
    /// <exception cref="ArgumentException">The options are wrong.</exception>
    /// <exception cref="InvalidOperationException">containerd does not start.</exception>
    public static async Task<KubeletService> StartAsync(
        KubeletOptions options, IClient client, IInformers informers, IEventRecorder events, TimeProvider time, ILoggerFactory loggers,
        CancellationToken cancel)
    {
        if (options.Validate() is { } wrong) throw new ArgumentException(wrong, nameof(options));
        var kubelet = new KubeletService(options, client, informers, events, time, loggers);
        try
        {
            await kubelet.StartAsync(informers, time, cancel);
            return kubelet;
        }
        catch
        {
            await kubelet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Containers keep running; a kubelet that starts later takes them over.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running);
        foreach (var owned in _owned) await owned.DisposeAsync();
        foreach (var disposable in _disposables) disposable.Dispose();
        _stopping.Dispose();
    }

    private async Task StartAsync(IInformers informers, TimeProvider time, CancellationToken cancel)
    {
        if (Options.Containerd is { } own)
        {
            var containerd = new ContainerdProcess(own, Runtime, time, _log);
            _owned.Add(containerd);
            await containerd.StartAsync(cancel);
            var importer = new ImageImporter(own, Images, time, _log);
            await importer.EnsurePauseAsync(cancel);
            _running.Add(GuardAsync("The import of images", importer.ImportDirectoryAsync(Options.ImageDirectory, _stopping.Token)));
        }

        if (Options.CgroupsPerQos) new CgroupTree(Options.CgroupRoot).CreateClasses();
        _running.Add(GuardAsync("The directory of static pods", StaticPods.RunAsync(_stopping.Token)));
        await Reporter.ReportAsync(cancel);
        _running.Add(GuardAsync("The node's status", Reporter.RunAsync(_stopping.Token)));
        _running.Add(GuardAsync("The node's lease", Lease.RunAsync(_stopping.Token)));
        _running.Add(GuardAsync("The loop of pods", RunPodsAsync(informers, _stopping.Token)));
        _running.Add(GuardAsync("Listening to containerd", ListenAsync(time, _stopping.Token)));
        _running.Add(GuardAsync("The rotation of logs", Logs.RunAsync(_stopping.Token)));
        _running.Add(GuardAsync("The garbage collector", Collector.RunAsync(_stopping.Token)));
    }

    /// <summary>Tells when a loop ends that should not.</summary>
    private async Task GuardAsync(string what, Task loop)
    {
        try
        {
            await loop;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // It was told to stop.
        }
        catch (Exception e)
        {
            KubeletLog.LoopEnded(_log, what, e);
        }
    }

    /// <summary>What the runtime has is judged only when it is known which pods there are: else all would be orphans.</summary>
    private async Task RunPodsAsync(IInformers informers, CancellationToken cancel)
    {
        var pods = informers.Of<Pod>(new() { FieldSelector = $"spec.nodeName={Options.NodeName}" });
        await informers.Of<Service>().WaitForSyncAsync(cancel);
        await pods.WaitForSyncAsync(cancel);
        await StaticPods.FirstRead.WaitAsync(cancel);
        using var subscription = pods.Subscribe(Workers.Handle);
        await Relist.RunAsync(cancel);
    }

    private async Task ListenAsync(TimeProvider time, CancellationToken cancel)
    {
        var events = new ContainerdEvents(Connection);
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await events.ListenAsync(Relist.Hurry, cancel);
            }
            catch (CriException e)
            {
                KubeletLog.NoRuntimeEvents(_log, e.Message);
            }

            await Task.Delay(TimeSpan.FromSeconds(1), time, cancel);
        }
    }
}
