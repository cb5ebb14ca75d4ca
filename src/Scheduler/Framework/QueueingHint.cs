using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Objects;

namespace Kybernet.Scheduler.Framework;

/// <summary>Whether an event may make a rejected pod schedulable.</summary>
public enum QueueingHint
{
    Skip,
    Queue,
}

/// <summary>An event that may make pods schedulable that a plugin rejected.</summary>
/// <param name="Event">The event.</param>
/// <param name="Hint">
/// Looks closer: the rejected pod, the object before (null when added) and after (null when deleted). Null to try the pod at every such event.
/// </param>
public sealed record HintedEvent(ClusterEvent Event, Func<Pod, IObject?, IObject?, QueueingHint>? Hint = null);

/// <summary>Of plugins that reject pods: after which events a pod they rejected is worth another try.</summary>
/// <remarks>A plugin that rejects and has no such events gets its pods tried again at every event.</remarks>
public interface IEnqueueExtensions
{
    IReadOnlyList<HintedEvent> Events { get; }
}
