using Kybernet.Store.Etcd;
using Kybernet.Store.Tests.Etcd;

namespace Kybernet.Store.Tests.Engines;

/// <summary>A real etcd cluster; time passes by waiting.</summary>
public abstract class EtcdEngine(int members, bool tls) : StoreEngine
{
    private EtcdCluster? _cluster;

    public override async ValueTask<IStore> StartAsync(CancellationToken cancel)
    {
        _cluster = await EtcdCluster.StartAsync(members, tls, cancel);
        return new EtcdStore(_cluster.Options, TimeProvider.System);
    }

    public override async ValueTask AdvanceAsync(TimeSpan time, CancellationToken cancel) => await Task.Delay(time, TimeProvider.System, cancel);

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_cluster is not null) await _cluster.DisposeAsync();
        await base.DisposeAsync();
    }
}
