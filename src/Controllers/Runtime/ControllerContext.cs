using Kybernet.Client;
using Kybernet.Client.Events;
using Kybernet.Client.Informers;
using Kybernet.Client.WorkQueues;
using Microsoft.Extensions.Logging;

namespace Kybernet.Controllers.Runtime;

/// <summary>What controllers are made of.</summary>
/// <param name="ClientOf">A client of a controller's own identity (<c>system:serviceaccount:kube-system:NAME</c>), by upstream's name of that
/// account: <c>deployment-controller</c>.</param>
/// <param name="Informers">Shared by all.</param>
/// <param name="EventsOf">Records events as a component, by its name: <c>deployment-controller</c>.</param>
/// <param name="Time">Time.</param>
/// <param name="Seed">Where randomness starts.</param>
/// <param name="Options">The cluster's settings.</param>
/// <param name="Loggers">Logs.</param>
public sealed record ControllerContext(
    Func<string, IClient> ClientOf,
    IInformers Informers,
    Func<string, IEventRecorder> EventsOf,
    TimeProvider Time,
    int Seed,
    ControllersOptions Options,
    ILoggerFactory Loggers)
{
    /// <summary>Where the controllers' queues are measured; null for nowhere.</summary>
    public WorkQueueMetrics? QueueMetrics { get; init; }
}
