using Kybernet.Api.Core.V1;

namespace Kybernet.Controllers.PodGc;

/// <summary>Nodes that pods name and the copy of nodes does not have: the copy gets time to catch up before they are taken for gone.</summary>
/// <remarks>Upstream: podgc, gcOrphaned with its nodeQueue. Forgets a node as soon as no pod names it.</remarks>
internal sealed class OrphanQuarantine(TimeSpan wait)
{
    private readonly Dictionary<string, DateTimeOffset> _missingSince = [];

    /// <summary>The nodes missing for long enough to ask the API server.</summary>
    public IReadOnlyList<string> Due(IReadOnlyList<Pod> pods, Func<string, bool> exists, DateTimeOffset now)
    {
        var missing = pods.Select(static pod => pod.Spec.NodeName).Where(name => name.Length > 0 && !exists(name)).ToHashSet();
        foreach (var name in _missingSince.Keys.Where(name => !missing.Contains(name)).ToList()) _missingSince.Remove(name);
        foreach (var name in missing) _missingSince.TryAdd(name, now);
        return [.. _missingSince.Where(entry => entry.Value + wait <= now).Select(static entry => entry.Key).Order(StringComparer.Ordinal)];
    }
}
