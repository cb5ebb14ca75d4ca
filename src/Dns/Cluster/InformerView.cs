using System.Net;
using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Client.Informers;

namespace Kybernet.Dns.Cluster;

/// <summary>The local copies, read at each query: there is no zone that could fall behind them.</summary>
internal sealed class InformerView(IInformers informers) : IClusterView, IDisposable
{
    private const string ServiceNameLabel = "kubernetes.io/service-name";

    private readonly IInformer<Namespace> _namespaces = informers.Of<Namespace>();
    private readonly IInformer<Service> _services = informers.Of<Service>();
    private readonly IInformer<EndpointSlice> _slices = informers.Of<EndpointSlice>();

    private readonly IObjectIndex<Service> _byAddress = informers.Of<Service>().AddIndex(
        "clusterIP", static service => service.Spec.ClusterIPs.Select(Canonical));

    private readonly IObjectIndex<EndpointSlice> _byService = informers.Of<EndpointSlice>().AddIndex(
        "service",
        static slice => slice.Metadata.Labels.TryGetValue(ServiceNameLabel, out var service) ? [$"{slice.Metadata.Namespace}/{service}"] : []);

    private readonly IObjectIndex<EndpointSlice> _byEndpoint = informers.Of<EndpointSlice>().AddIndex(
        "endpoint", static slice => slice.Endpoints.SelectMany(static endpoint => endpoint.Addresses.Select(Canonical)).Distinct());

    private IDisposable? _tracing;

    public static string ServiceNameOf(EndpointSlice slice) => slice.Metadata.Labels.GetValueOrDefault(ServiceNameLabel) ?? "";

    public async ValueTask WaitForSyncAsync(CancellationToken cancel)
    {
        await _namespaces.WaitForSyncAsync(cancel);
        await _services.WaitForSyncAsync(cancel);
        await _slices.WaitForSyncAsync(cancel);
        // There is nothing to do at a change; it is only told when it counts.
        _tracing ??= _slices.Subscribe(static change =>
        {
            if (change.New is { } slice) DnsTrace.Updated(slice);
        });
    }

    public void Dispose() => _tracing?.Dispose();

    public bool HasNamespace(string name) => _namespaces.Find(new(name)) is not null;

    public Service? FindService(string @namespace, string name) => _services.Find(new(@namespace, name));

    public IReadOnlyList<EndpointSlice> SlicesOf(string @namespace, string service) => _byService.Find($"{@namespace}/{service}");

    public IReadOnlyList<Service> ServicesAt(IPAddress address) => _byAddress.Find(address.ToString());

    public IReadOnlyList<EndpointSlice> SlicesAt(IPAddress address) => _byEndpoint.Find(address.ToString());

    private static string Canonical(string text) => IPAddress.TryParse(text, out var address) ? address.ToString() : text;
}
