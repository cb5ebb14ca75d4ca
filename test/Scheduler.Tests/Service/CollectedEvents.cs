using System.Collections.Concurrent;
using Kybernet.Client.Events;
using Kybernet.Machinery.Objects;

namespace Kybernet.Scheduler.Tests.Service;

/// <summary>Keeps events for assertions instead of writing them.</summary>
internal sealed class CollectedEvents : IEventRecorder
{
    public ConcurrentQueue<(string Object, string Reason, string Message)> All { get; } = [];

    public void Record(IObject regarding, string type, string reason, string message) => All.Enqueue((regarding.Metadata.Name, reason, message));
}
