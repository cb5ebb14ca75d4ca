using Kybernet.Base.Http;
using Kybernet.Base.Processes;
using Kybernet.Client.Informers;
using Kybernet.Machinery.Kinds;
using Kybernet.Proxy.Health;
using Kybernet.Proxy.Model;
using Kybernet.Proxy.Nftables;
using Microsoft.Extensions.Logging;

namespace Kybernet.Proxy;

/// <summary>
/// The service proxy of a node. Stopping it leaves the rules: connections go on while it is restarted or replaced.
/// </summary>
/// <remarks>Upstream: kube-proxy in mode nftables.</remarks>
public sealed class ProxyService : IAsyncDisposable
{
    private readonly ProxyOptions _options;
    private readonly ProxyInputs _inputs;
    private readonly FamilyProxy[] _families;
    private readonly ProxyMetrics _metrics = new();
    private readonly ProxyHealth _health;
    private readonly ServiceHealth _serviceHealth;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<PlainHttpServer> _servers = [];
    private Task _running = Task.CompletedTask;

    public ProxyService(IInformers informers, ProxyOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _options = options;
        _time = time;
        _log = loggers.CreateLogger("Kybernet.Proxy");
        _inputs = new(informers, options, _metrics);
        _health = new(options.HealthTimeout, () => _inputs.Node, _metrics, time);
        _serviceHealth = new(() => _health.IsHealthy, _log);
        var host = HostCommand.In(options.NetworkNamespace);
        IpFamily[] families = [.. options.HasV4 ? [IpFamily.V4] : Array.Empty<IpFamily>(), .. options.HasV6 ? [IpFamily.V6] : Array.Empty<IpFamily>()];
        _families = [.. families.Select(family => new FamilyProxy(family, host, _metrics, time, _log))];
    }

    /// <summary>The metrics in Prometheus' text format.</summary>
    public string Metrics => _metrics.Write();

    /// <summary>Opens the ports of health and metrics, and begins to write rules when all services and endpoints are known.</summary>
    public Task StartAsync(CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_options.HealthzAddress is { } healthz) _servers.Add(PlainHttpServer.Start(healthz, _health.Answer));
        if (_options.MetricsAddress is { } address) _servers.Add(PlainHttpServer.Start(address, MetricsAnswer));
        _running = RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _inputs.Dispose();
        foreach (var server in _servers) await server.DisposeAsync();
        await _serviceHealth.DisposeAsync();
        _stop.Dispose();
    }

    /// <summary>Deletes all rules of a proxy from the host (upstream: <c>--cleanup</c>).</summary>
    public static async Task CleanUpAsync(string networkNamespace, CancellationToken cancel)
    {
        var nft = new NftCommand(HostCommand.In(networkNamespace));
        await nft.DeleteTableAsync(new(IpFamily.V4), cancel);
        await nft.DeleteTableAsync(new(IpFamily.V6), cancel);
    }

    private PlainAnswer MetricsAnswer(string path) => path switch
    {
        "/metrics" => PlainAnswer.Metrics(Metrics),
        "/healthz" => PlainAnswer.Text(200, "ok"),
        "/proxyMode" => PlainAnswer.Text(200, "nftables"),
        _ => PlainAnswer.Text(404, "404 page not found\n"),
    };

    private async Task RunAsync(CancellationToken cancel)
    {
        // Not on the caller's thread: the first rounds read every service.
        await Task.Yield();
        var fullAt = _time.GetUtcNow() + _options.FullSyncPeriod;
        try
        {
            foreach (var family in _families) _health.Updated(family.Family);
            await _inputs.WaitForSyncAsync(cancel);
            while (true)
            {
                var isOk = await RoundAsync(cancel);
                await Task.Delay(_options.MinSyncPeriod, _time, cancel);
                // What changed meanwhile is one round; without a change nothing runs until the next full sync, or the retry of a failure.
                await _inputs.WaitForChangeAsync(isOk ? fullAt - _time.GetUtcNow() : _options.SyncPeriod, _time, cancel);
                if (_time.GetUtcNow() < fullAt) continue;
                foreach (var family in _families) family.RequestFullSync();
                fullAt = _time.GetUtcNow() + _options.FullSyncPeriod;
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> RoundAsync(CancellationToken cancel)
    {
        try
        {
            var changed = _inputs.TakeChanges(out var isEverything);
            using var span = ProxyTrace.Sync(changed);
            var isOk = true;
            foreach (var family in _families) isOk &= await SyncAsync(family, changed, isEverything, cancel);
            await SyncHealthAsync();
            return isOk;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            ProxyLog.Threw(_log, e);
            _inputs.ChangeEverything();
            return false;
        }
    }

    private async Task<bool> SyncAsync(FamilyProxy family, IReadOnlyCollection<ObjectKey> changed, bool isEverything, CancellationToken cancel)
    {
        if (isEverything) family.RequestFullSync();
        var node = _inputs.Topology;
        var dialect = _inputs.DialectOf(family.Family, node);
        var rules = new ServiceRules(dialect, node);
        // Services that are gone since everything was last written are known only to the table.
        var keys = isEverything ? changed.Union(family.Services.Keys) : changed;
        var fragments = keys.Select(key => KeyValuePair.Create(key, _inputs.FragmentOf(key, rules, family.Family))).ToList();
        _health.Queued(family.Family);
        _metrics.Set("sync_proxy_rules_last_queued_timestamp_seconds", family.Family, _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
        if (!await family.SyncAsync(dialect, fragments, cancel)) return false;
        _health.Updated(family.Family);
        if (isEverything) return true;
        foreach (var key in changed)
            foreach (var trigger in _inputs.TriggersOf(key))
                _metrics.Programming.Observe(ProxyMetrics.Of(family.Family), (_time.GetUtcNow() - trigger).TotalSeconds);
        return true;
    }

    private Task SyncHealthAsync()
    {
        var wanted = new Dictionary<ObjectKey, (int Port, int Endpoints)>();
        foreach (var family in _families)
            foreach (var (service, fragment) in family.Services)
            {
                if (fragment.HealthCheckNodePort == 0) continue;
                var other = wanted.GetValueOrDefault(service).Endpoints;
                wanted[service] = (fragment.HealthCheckNodePort, Math.Max(other, fragment.LocalReady.Count));
            }

        return _serviceHealth.SyncAsync(wanted);
    }
}
