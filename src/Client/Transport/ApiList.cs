namespace Kybernet.Client.Transport;

/// <summary>Objects at one resource version.</summary>
/// <param name="Items">In the order of their namespaces and names.</param>
/// <param name="ResourceVersion">Where a watch goes on from.</param>
public sealed record ApiList<T>(IReadOnlyList<T> Items, string ResourceVersion);
