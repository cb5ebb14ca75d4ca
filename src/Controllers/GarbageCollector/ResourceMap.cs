using Kybernet.Client.Discovery;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>The resources of kinds, as references name them. A kind that is not in it is asked for once more.</summary>
/// <remarks>Upstream: the RESTMapper over discovery, reset when it misses.</remarks>
public sealed class ResourceMap(IApiDiscovery discovery)
{
    // Swapped whole; readers take no lock.
    private Dictionary<GroupVersionKind, ApiResourceInfo> _byKind = [];

    /// <returns>The resource, or null: not served, or not served in that version.</returns>
    public async ValueTask<ApiResourceInfo?> FindAsync(GroupVersionKind kind, CancellationToken cancel)
    {
        if (Volatile.Read(ref _byKind).TryGetValue(kind, out var known)) return known;
        await RefreshAsync(cancel);
        return Volatile.Read(ref _byKind).GetValueOrDefault(kind);
    }

    /// <summary>Asks what is served.</summary>
    /// <returns>What is served, or what went wrong; then the map stays as it was.</returns>
    public async ValueTask<(IReadOnlyList<ApiResourceInfo> Served, ApiError? Error)> RefreshAsync(CancellationToken cancel)
    {
        var listed = await discovery.ResourcesAsync(cancel);
        if (!listed.TryGet(out var served, out var error)) return ([], error);
        var byKind = new Dictionary<GroupVersionKind, ApiResourceInfo>(served.Count);
        foreach (var resource in served) byKind.TryAdd(resource.Kind, resource);
        Volatile.Write(ref _byKind, byKind);
        return (served, null);
    }
}
