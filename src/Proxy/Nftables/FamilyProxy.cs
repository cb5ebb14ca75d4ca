using Kybernet.Base.Processes;
using Kybernet.Machinery.Kinds;
using Kybernet.Proxy.Conntrack;
using Kybernet.Proxy.Model;
using Microsoft.Extensions.Logging;

namespace Kybernet.Proxy.Nftables;

/// <summary>Keeps the kernel's table of one family as it should be. One caller at a time.</summary>
internal sealed class FamilyProxy(IpFamily family, HostCommand host, ProxyMetrics metrics, TimeProvider time, ILogger log)
{
    private enum FullSync
    {
        No,

        /// <summary>What is there is not known: look, and keep what is right.</summary>
        Adopt,

        /// <summary>Adopting failed: delete everything and write it.</summary>
        Replace,
    }

    private readonly RuleTable _table = new();
    private readonly NftCommand _nft = new(host);
    private readonly ConntrackCommand _conntrack = new(host);
    private readonly MetricsSync _measure = new(family, metrics, time);
    private NftDialect _dialect = new(family);
    private FullSync _full = FullSync.Adopt;
    private bool _saidNoConntrack;

    public IpFamily Family => family;

    public IReadOnlyDictionary<ObjectKey, NftFragment> Services => _table.Services;

    /// <summary>Has everything written anew at the next sync.</summary>
    public void RequestFullSync() => _full = _full == FullSync.No ? FullSync.Adopt : _full;

    /// <summary>Brings the kernel to these services' new rules.</summary>
    /// <param name="dialect">The options as they are now.</param>
    /// <param name="changes">Services that changed, with all their rules.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>False when nftables refused: call again, the next time writes everything.</returns>
    public async Task<bool> SyncAsync(
        NftDialect dialect, IReadOnlyCollection<KeyValuePair<ObjectKey, NftFragment>> changes, CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        await SweepAsync(cancel);
        var cleansConntrack = changes.Any(change => IsUdp(change.Value)
            || IsUdp(_table.Services.GetValueOrDefault(change.Key, NftFragment.Empty)));
        _dialect = dialect;
        var transaction = _table.Change(dialect, changes, time.GetUtcNow());
        var isFull = _full != FullSync.No;
        if (_full == FullSync.Adopt)
            transaction = _table.Adopt(
                dialect, await _nft.ListChainsAsync(dialect, cancel), await _nft.ListSetsAsync(dialect, cancel), time.GetUtcNow());
        else if (_full == FullSync.Replace) transaction = _table.Replace(dialect);
        var error = transaction.IsEmpty ? "" : await _nft.ApplyAsync(transaction, cancel);
        _measure.Synced(started, isFull, error.Length == 0);
        if (error.Length > 0)
        {
            ProxyLog.SyncFailed(log, family, error);
            _full = FullSync.Replace;
            return false;
        }

        _full = FullSync.No;
        ProxyLog.Synced(log, family, _table.Services.Count, transaction.Commands, time.GetElapsedTime(started).TotalMilliseconds);
        metrics.SetNoLocalEndpoints("internal", family, _table.InternalWithoutLocal);
        metrics.SetNoLocalEndpoints("external", family, _table.ExternalWithoutLocal);
        if (cleansConntrack) await CleanConntrackAsync(cancel);
        return true;
    }

    public Task CleanUpAsync(CancellationToken cancel) => _nft.DeleteTableAsync(_dialect, cancel);

    private static bool IsUdp(NftFragment fragment) => fragment.UdpFrontends.Count > 0;

    private async Task SweepAsync(CancellationToken cancel)
    {
        var transaction = _table.Sweep(_dialect, time.GetUtcNow());
        if (transaction.IsEmpty || (await _nft.ApplyAsync(transaction, cancel)).Length == 0) return;
        metrics.CleanupFailures.Add(ProxyMetrics.Of(family));
        RequestFullSync();
    }

    private async Task CleanConntrackAsync(CancellationToken cancel)
    {
        var started = time.GetTimestamp();
        var (flows, error) = await _conntrack.ListUdpAsync(family, cancel);
        if (flows is null)
        {
            if (!_saidNoConntrack) ProxyLog.NoConntrack(log, error);
            _saidNoConntrack = true;
            return;
        }

        foreach (var flow in StaleFlows.Of(flows, _table.Services.Values.SelectMany(static service => service.UdpFrontends)))
            if (await _conntrack.DeleteAsync(family, flow, cancel)) metrics.ConntrackDeleted.Add(ProxyMetrics.Of(family));
        metrics.Conntrack.Observe(ProxyMetrics.Of(family), time.GetElapsedTime(started).TotalSeconds);
    }

    private sealed class MetricsSync(IpFamily family, ProxyMetrics metrics, TimeProvider time)
    {
        public void Synced(long started, bool isFull, bool isOk)
        {
            var labels = ProxyMetrics.Of(family);
            var seconds = time.GetElapsedTime(started).TotalSeconds;
            metrics.Sync.Observe(labels, seconds);
            (isFull ? metrics.FullSync : metrics.PartialSync).Observe(labels, seconds);
            if (isOk) metrics.Set("sync_proxy_rules_last_timestamp_seconds", family, time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
            else metrics.SyncFailures.Add(labels);
        }
    }
}
