namespace Kybernet.ApiServer.WatchCache;

/// <summary>All objects of a resource after one of its changes.</summary>
/// <param name="Objects">The objects.</param>
/// <param name="Last">The change; what follows it is not in <paramref name="Objects"/>.</param>
/// <param name="Epoch">Counts how often the cache had to start over; a watch does not outlive its epoch.</param>
public sealed record CacheSnapshot(SortedObjects Objects, CacheEvent Last, int Epoch);
