using Microsoft.Extensions.Logging;

namespace Kybernet.Client.Events;

/// <summary>The event recorders of a process, over one client. Disposing it ends the writing; what waits is lost.</summary>
/// <remarks>Upstream: client-go/tools/record, EventBroadcaster.</remarks>
public sealed class EventRecorders : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly EventWriter _writer;
    private readonly TimeProvider _time;
    private readonly Task _writing;

    /// <param name="client">Its user may create and patch events in all namespaces.</param>
    /// <param name="time">Time.</param>
    /// <param name="seed">Where randomness starts.</param>
    /// <param name="loggers">Logs.</param>
    public EventRecorders(IClient client, TimeProvider time, int seed, ILoggerFactory loggers)
    {
        _time = time;
        _writer = new(client, time, seed, loggers.CreateLogger("Kybernet.Client.Events"));
        _writing = _writer.RunAsync(_stop.Token);
    }

    /// <summary>How many events were lost because too many waited, or could not be written.</summary>
    public long Dropped => _writer.Dropped;

    /// <param name="component">Who records: <c>deployment-controller</c>.</param>
    public IEventRecorder Of(string component) => Of(new EventSourceName(component, ""));

    public IEventRecorder Of(EventSourceName source) => new EventRecorder(_writer, source, _time);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _writing;
        _stop.Dispose();
    }
}
