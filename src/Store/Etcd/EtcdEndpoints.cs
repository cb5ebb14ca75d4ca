using System.Collections.Immutable;

namespace Kybernet.Store.Etcd;

/// <summary>The members of the cluster, and the one that is used until it fails.</summary>
internal sealed class EtcdEndpoints : IDisposable
{
    private int _current;
    private volatile bool _closed;

    public EtcdEndpoints(EtcdStoreOptions options)
    {
        var tls = ClientTls.From(options);
        All = [.. options.Endpoints.Select((address, index) => new EtcdEndpoint(index, address, options, tls))];
    }

    public ImmutableArray<EtcdEndpoint> All { get; }

    public EtcdEndpoint Current => All[Volatile.Read(ref _current)];

    /// <summary>
    /// Goes on to the member after <paramref name="failed"/>. Of many requests that saw the same member fail, the first moves;
    /// the others find it done.
    /// </summary>
    public void MoveOnFrom(EtcdEndpoint failed) => Interlocked.CompareExchange(ref _current, (failed.Index + 1) % All.Length, failed.Index);

    /// <summary>Whether the calls under way failed because the store was closed.</summary>
    public bool IsClosed => _closed;

    public void Dispose()
    {
        _closed = true;
        foreach (var endpoint in All) endpoint.Dispose();
    }
}
