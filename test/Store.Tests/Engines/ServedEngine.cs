using Kybernet.Store.Etcd;
using Kybernet.Store.Memory;
using Kybernet.Store.Serving;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kybernet.Store.Tests.Engines;

/// <summary>The memory store served through etcd's API and reached with the etcd client: both ends of the protocol are ours.</summary>
public sealed class ServedEngine : StoreEngine
{
    private readonly ManualClock _clock = new();
    private MemoryStore? _store;
    private EtcdServer? _server;

    public override async ValueTask<IStore> StartAsync(CancellationToken cancel)
    {
        _store = new(MemoryStoreOptions.Default, _clock);
        _server = await EtcdServer.StartAsync(
            _store, new() { ListenClientUrls = [new("http://127.0.0.1:0")] }, TimeProvider.System, NullLoggerFactory.Instance, cancel);
        return new EtcdStore(new() { Endpoints = _server.ClientUrls }, TimeProvider.System);
    }

    public override ValueTask AdvanceAsync(TimeSpan time, CancellationToken cancel)
    {
        _clock.Advance(time);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_server is not null) await _server.DisposeAsync();
        if (_store is not null) await _store.DisposeAsync();
        await base.DisposeAsync();
    }
}
