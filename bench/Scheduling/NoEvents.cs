using Kybernet.Client.Events;
using Kybernet.Machinery.Objects;

namespace Kybernet.Bench.Scheduling;

/// <summary>Writes no events: what is measured is scheduling and binding.</summary>
internal sealed class NoEvents : IEventRecorder
{
    public void Record(IObject regarding, string type, string reason, string message)
    {
    }
}
