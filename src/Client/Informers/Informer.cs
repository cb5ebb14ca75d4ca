using Kybernet.Client.Transport;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client.Informers;

/// <summary>The informer of a typed resource.</summary>
internal sealed class Informer<T> : IInformer<T>, IRunningInformer
    where T : class, IObject<T>
{
    private readonly LocalCopy<T> _copy;
    private readonly Reflector<T> _reflector;

    public Informer(IApiTransport transport, ApiCall call, ReflectorBackOff backOff, ILogger log)
    {
        _copy = new(log);
        _reflector = new(transport, call, _copy, backOff, log);
    }

    public bool HasSynced => _reflector.Synced.IsCompletedSuccessfully;

    public Task RunAsync(CancellationToken cancel) => _reflector.RunAsync(cancel);

    public async ValueTask WaitForSyncAsync(CancellationToken cancel) => await _reflector.Synced.WaitAsync(cancel);

    public T? Find(ObjectKey key) => _copy.Objects.Find(key);

    public IReadOnlyList<T> List() => _copy.Objects.All;

    public IReadOnlyList<T> List(string @namespace) => _copy.Objects.In(@namespace);

    public IDisposable Subscribe(Action<ObjectChange<T>> handler) => _copy.Subscribe((old, current) => handler(new(old, current)));

    public IObjectIndex<T> AddIndex(string name, Func<T, IEnumerable<string>> valuesOf) => _copy.AddIndex(name, valuesOf);
}

/// <summary>An informer as its owner sees it.</summary>
internal interface IRunningInformer
{
    /// <summary>Follows until <paramref name="cancel"/>.</summary>
    Task RunAsync(CancellationToken cancel);
}
