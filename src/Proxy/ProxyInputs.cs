using System.Globalization;
using System.Threading.Channels;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Api.Networking.V1;
using Kybernet.Client.Informers;
using Kybernet.Machinery.Kinds;
using Kybernet.Proxy.Model;
using Kybernet.Proxy.Nftables;

namespace Kybernet.Proxy;

/// <summary>What rules are made of, and which services changed since it was last asked.</summary>
internal sealed class ProxyInputs : IDisposable
{
    private const string ByService = "service";

    private readonly ProxyOptions _options;
    private readonly ProxyMetrics _metrics;
    private readonly IInformer<Service> _services;
    private readonly IInformer<EndpointSlice> _slices;
    private readonly IInformer<Node> _nodes;
    private readonly IInformer<ServiceCIDR> _ranges;
    private readonly IObjectIndex<EndpointSlice> _slicesOf;
    private readonly List<IDisposable> _subscriptions = [];
    private readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Guards the two below. Taken alone. As many keys wait as there are services.
    private readonly Lock _lock = new();
    private HashSet<ObjectKey> _changed = [];
    private bool _everything = true;

    public ProxyInputs(IInformers informers, ProxyOptions options, ProxyMetrics metrics)
    {
        _options = options;
        _metrics = metrics;
        _services = informers.Of<Service>();
        _slices = informers.Of<EndpointSlice>();
        _nodes = informers.Of<Node>(new() { FieldSelector = $"metadata.name={options.NodeName}" });
        _ranges = informers.Of<ServiceCIDR>();
        _slicesOf = _slices.AddIndex(ByService, static slice => ServiceOf(slice) is { } service ? [service.ToString()] : []);
    }

    public Node? Node => _nodes.Find(new(_options.NodeName));

    /// <summary>Waits for the first lists, then listens for changes. Rules of half the cluster would cut off the other half.</summary>
    public async ValueTask WaitForSyncAsync(CancellationToken cancel)
    {
        await _services.WaitForSyncAsync(cancel);
        await _slices.WaitForSyncAsync(cancel);
        await _nodes.WaitForSyncAsync(cancel);
        await _ranges.WaitForSyncAsync(cancel);
        _subscriptions.Add(_services.Subscribe(OnService));
        _subscriptions.Add(_slices.Subscribe(OnSlice));
        _subscriptions.Add(_nodes.Subscribe(OnNode));
        _subscriptions.Add(_ranges.Subscribe(OnRange));
    }

    /// <summary>Waits until something changed, or for so long.</summary>
    public async ValueTask WaitForChangeAsync(TimeSpan longest, TimeProvider time, CancellationToken cancel)
    {
        if (longest <= TimeSpan.Zero) return;
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            await _signal.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
        }
    }

    /// <summary>
    /// The services whose rules may have changed; with <paramref name="isEverything"/> all there are, and the rest of the table too.
    /// </summary>
    public IReadOnlyCollection<ObjectKey> TakeChanges(out bool isEverything)
    {
        HashSet<ObjectKey> changed;
        lock (_lock)
        {
            (changed, _changed) = (_changed, []);
            (isEverything, _everything) = (_everything, false);
        }

        _metrics.SetPending("sync_proxy_rules_service_changes_pending", 0);
        _metrics.SetPending("sync_proxy_rules_endpoint_changes_pending", 0);
        if (isEverything)
            foreach (var service in _services.List()) changed.Add(new(service.Metadata.Namespace, service.Metadata.Name));
        return changed;
    }

    public void ChangeEverything()
    {
        lock (_lock) _everything = true;
        _signal.Writer.TryWrite(true);
    }

    /// <summary>The options of a family's table as the node and the cluster's ranges make them now.</summary>
    public NftDialect DialectOf(IpFamily family, NodeTopology node) => new(family)
    {
        PodRanges = family.RangesOf(_options.ClusterCidrs),
        ServiceRanges = family.RangesOf(_ranges.List().SelectMany(static range => range.Spec.Cidrs)),
        MasqueradeBit = _options.MasqueradeBit,
        MasqueradesAll = _options.MasqueradesAll,
        NodePortAddresses = NodePortAddresses.Of(_options.NodePortAddresses, node, family),
    };

    public NodeTopology Topology => NodeTopology.Of(_options.NodeName, Node);

    /// <summary>A service's rules; empty ones when it is gone.</summary>
    public NftFragment FragmentOf(ObjectKey key, ServiceRules rules, IpFamily family)
    {
        if (_services.Find(key) is not { } service || ServicePorts.Of(service, family) is not { Count: > 0 } ports) return NftFragment.Empty;
        return rules.Of(ports, SliceEndpoints.Of(_slicesOf.Find(key.ToString()), family, _options.NodeName));
    }

    /// <summary>When the pods' states changed that a service's slices show, as the endpoints' controller wrote it down.</summary>
    public IEnumerable<DateTimeOffset> TriggersOf(ObjectKey key)
    {
        foreach (var slice in _slicesOf.Find(key.ToString()))
            if (slice.Metadata.Annotations.TryGetValue("endpoints.kubernetes.io/last-change-trigger-time", out var text)
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at)) yield return at;
    }

    public void Dispose()
    {
        foreach (var subscription in _subscriptions) subscription.Dispose();
    }

    private static ObjectKey? ServiceOf(EndpointSlice slice) =>
        slice.Metadata.Labels.TryGetValue(SliceEndpoints.ServiceNameLabel, out var name)
            && name.Length > 0 ? new(slice.Metadata.Namespace, name) : null;

    private void OnService(ObjectChange<Service> change)
    {
        _metrics.ServiceChanges.Add(default);
        if (change is { Old: { } old, New: { } @new } && old.Spec == @new.Spec && old.Status.LoadBalancer == @new.Status.LoadBalancer) return;
        Add(new(change.Any.Metadata.Namespace, change.Any.Metadata.Name), "sync_proxy_rules_service_changes_pending");
    }

    private void OnSlice(ObjectChange<EndpointSlice> change)
    {
        _metrics.EndpointChanges.Add(default);
        var (before, after) = (change.Old is { } old ? ServiceOf(old) : null, change.New is { } @new ? ServiceOf(@new) : null);
        if (before == after && change.Old?.Endpoints == change.New?.Endpoints && change.Old?.Ports == change.New?.Ports) return;
        if (before is { } one) Add(one, "sync_proxy_rules_endpoint_changes_pending");
        if (after is { } other && other != before) Add(other, "sync_proxy_rules_endpoint_changes_pending");
    }

    private void OnNode(ObjectChange<Node> change)
    {
        var before = NodeTopology.Of(_options.NodeName, change.Old);
        var after = NodeTopology.Of(_options.NodeName, change.New);
        if (before.Zone != after.Zone || !before.Addresses.SequenceEqual(after.Addresses)) ChangeEverything();
    }

    private void OnRange(ObjectChange<ServiceCIDR> change)
    {
        if (change.Old?.Spec != change.New?.Spec) ChangeEverything();
    }

    private void Add(ObjectKey service, string pending)
    {
        ProxyTrace.Enqueue(service);
        int count;
        lock (_lock)
        {
            _changed.Add(service);
            count = _changed.Count;
        }

        _metrics.SetPending(pending, count);
        _signal.Writer.TryWrite(true);
    }
}
