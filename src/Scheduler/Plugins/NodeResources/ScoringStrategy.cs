using Kybernet.Machinery.Collections;

namespace Kybernet.Scheduler.Plugins.NodeResources;

/// <summary>A resource that scores look at.</summary>
/// <param name="Name">As in requests.</param>
/// <param name="Weight">1…100.</param>
public sealed record ScoredResource(string Name, long Weight);

/// <summary>A point of the function from utilisation to score.</summary>
/// <param name="Utilization">Percent, growing from point to point.</param>
/// <param name="Score">0…10.</param>
public sealed record ShapePoint(int Utilization, int Score);

/// <summary>How NodeResourcesFit scores. Upstream: <c>ScoringStrategy</c> of <c>NodeResourcesFitArgs</c>.</summary>
public sealed record ScoringStrategy
{
    /// <summary>CPU and memory alike.</summary>
    public static readonly ListOf<ScoredResource> DefaultResources = [new("cpu", 1), new("memory", 1)];

    public static readonly ScoringStrategy Default = new();

    /// <summary><c>LeastAllocated</c>, <c>MostAllocated</c> or <c>RequestedToCapacityRatio</c>.</summary>
    public string Type { get; init; } = "LeastAllocated";

    public ListOf<ScoredResource> Resources { get; init; } = DefaultResources;

    /// <summary>Of <c>RequestedToCapacityRatio</c>.</summary>
    public ListOf<ShapePoint> Shape { get; init; } = [];
}
