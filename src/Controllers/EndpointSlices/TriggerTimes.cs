using System.Collections.Concurrent;
using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.EndpointSlices;

/// <summary>
/// When the change happened that a write of endpoints answers to: the earliest change of a pod's readiness, or of the service, since the last
/// write. Proxies measure their delay by it. Upstream: <c>TriggerTimeTracker</c>.
/// </summary>
public sealed class TriggerTimes
{
    private readonly ConcurrentDictionary<ObjectKey, Known> _services = new();

    /// <returns>Null when nothing has changed that has a time.</returns>
    public Time? Next(Service service, IReadOnlyList<Pod> pods)
    {
        var wasKnown = _services.TryGetValue(service.Key, out var before);
        var times = new Dictionary<string, Time>();
        Time? first = null;
        foreach (var pod in pods)
        {
            if (pod.ConditionOf(PodConditionType.Ready)?.LastTransitionTime is not { IsZero: false } time) continue;
            times[pod.Metadata.Name] = time;
            if (wasKnown && time > before!.Pods.GetValueOrDefault(pod.Metadata.Name)) first = Earlier(first, time);
        }

        var created = service.Metadata.CreationTimestamp;
        if (wasKnown && created > before!.Service) first = Earlier(first, created);
        _services[service.Key] = new(created, times);
        return wasKnown ? first : created;
    }

    public void Forget(ObjectKey service) => _services.TryRemove(service, out _);

    private static Time Earlier(Time? current, Time time) => current is { } there && there < time ? there : time;

    private sealed record Known(Time Service, Dictionary<string, Time> Pods);
}
