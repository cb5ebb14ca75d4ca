using Kybernet.Machinery.Kinds;

namespace Kybernet.Controllers.Namespaces;

/// <summary>How far the content of a namespace is deleted.</summary>
public sealed record ContentReport
{
    /// <summary>Seconds until what remains should be gone; 0 for nothing to wait for.</summary>
    public long EstimateSeconds { get; init; }

    /// <summary>Why the resources could not all be found out; empty when they could.</summary>
    public string DiscoveryFailure { get; init; } = "";

    /// <summary>What went wrong with resources, and with finding them.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>Of those, what went wrong with deleting content.</summary>
    public IReadOnlyList<string> ContentFailures { get; init; } = [];

    /// <summary>Objects that remain, by resource.</summary>
    public IReadOnlyDictionary<GroupVersionResource, int> Remaining { get; init; } = new Dictionary<GroupVersionResource, int>();

    /// <summary>Objects that remain and have the finalizer, by finalizer.</summary>
    public IReadOnlyDictionary<string, int> Finalizers { get; init; } = new Dictionary<string, int>();

    /// <summary>Pods remain, so the rest was not touched. The conditions then tell of failures only.</summary>
    public bool WaitsForPods { get; init; }
}
