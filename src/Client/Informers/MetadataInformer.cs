using Kybernet.Client.Transport;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client.Informers;

/// <summary>Follows one resource until it is disposed.</summary>
public sealed class MetadataInformer : IMetadataInformer
{
    private readonly CancellationTokenSource _stop = new();
    private readonly LocalCopy<IObject> _copy;
    private readonly Reflector<IObject> _reflector;
    private readonly Task _running;

    /// <param name="transport">Its user may list and watch the resource.</param>
    /// <param name="resource">The resource.</param>
    /// <param name="time">Time.</param>
    /// <param name="seed">Where randomness starts.</param>
    /// <param name="loggers">Logs.</param>
    public MetadataInformer(IApiTransport transport, GroupVersionResource resource, TimeProvider time, int seed, ILoggerFactory loggers)
    {
        var log = loggers.CreateLogger("Kybernet.Client.Informers");
        Resource = resource;
        _copy = new(log);
        _reflector = new(transport, new ApiCall(ApiVerb.List, resource) { IsMetadataOnly = true }, _copy, new(time, seed), log);
        _running = _reflector.RunAsync(_stop.Token);
    }

    public GroupVersionResource Resource { get; }

    public bool HasSynced => _reflector.Synced.IsCompletedSuccessfully;

    public async ValueTask WaitForSyncAsync(CancellationToken cancel) => await _reflector.Synced.WaitAsync(cancel);

    public IObject? Find(ObjectKey key) => _copy.Objects.Find(key);

    public IReadOnlyList<IObject> List() => _copy.Objects.All;

    public IDisposable Subscribe(Action<ObjectChange<IObject>> handler) => _copy.Subscribe((old, current) => handler(new(old, current)));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
