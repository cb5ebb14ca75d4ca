using System.Collections.Concurrent;
using Kybernet.Client.Events;
using Kybernet.Machinery.Objects;

namespace Kybernet.Kubelet.Tests.Real;

/// <summary>Keeps what was recorded.</summary>
internal sealed class EventLog : IEventRecorder
{
    private readonly ConcurrentQueue<(string Name, string Reason, string Message)> _events = [];

    public IEnumerable<string> Of(string name) => _events.Where(entry => entry.Name == name).Select(entry => $"{entry.Reason}: {entry.Message}");

    public void Record(IObject regarding, string type, string reason, string message) => _events.Enqueue((regarding.Metadata.Name, reason, message));
}
