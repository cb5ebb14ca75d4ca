using Kybernet.Client.Transport;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Microsoft.Extensions.Logging;

namespace Kybernet.Client.Informers;

/// <summary>The informers of a process, over one transport. Disposing it ends them all; what they have stays readable.</summary>
/// <param name="transport">Its user may list and watch what is asked for.</param>
/// <param name="names">The resources of kinds.</param>
/// <param name="time">Time.</param>
/// <param name="seed">Where randomness starts.</param>
/// <param name="loggers">Logs.</param>
public sealed class SharedInformers(IApiTransport transport, KindNames names, TimeProvider time, int seed, ILoggerFactory loggers)
    : IInformers, IAsyncDisposable
{
    private readonly ILogger _log = loggers.CreateLogger("Kybernet.Client.Informers");
    private readonly CancellationTokenSource _stop = new();

    // Guards the two below; taken alone.
    private readonly Lock _gate = new();
    private readonly Dictionary<(GroupVersionKind Kind, InformerScope Scope), IRunningInformer> _informers = [];
    private readonly List<Task> _running = [];

    public IInformer<T> Of<T>()
        where T : class, IObject<T> => Of<T>(InformerScope.All);

    public IInformer<T> Of<T>(InformerScope scope)
        where T : class, IObject<T>
    {
        lock (_gate)
        {
            if (_informers.TryGetValue((T.Gvk, scope), out var there)) return (IInformer<T>)there;
            ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
            var informer = new Informer<T>(transport, CallOf(names.ResourceOf(T.Gvk), scope), new(time, seed + _running.Count), _log);
            _informers.Add((T.Gvk, scope), informer);
            _running.Add(informer.RunAsync(_stop.Token));
            return informer;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Task[] running;
        lock (_gate) running = [.. _running];
        await Task.WhenAll(running);
    }

    private static ApiCall CallOf(GroupVersionResource resource, InformerScope scope) => new(ApiVerb.List, resource)
    {
        Namespace = scope.Namespace,
        LabelSelector = scope.LabelSelector,
        FieldSelector = scope.FieldSelector,
    };
}
