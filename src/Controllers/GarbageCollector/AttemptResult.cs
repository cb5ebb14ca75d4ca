using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>What an attempt at a node came to.</summary>
/// <param name="IsAgain">It is tried again after the node's back-off.</param>
/// <param name="Failure">What went wrong; null when nothing did.</param>
public readonly record struct AttemptResult(bool IsAgain, string? Failure)
{
    /// <summary>Nothing more to do until the graph changes.</summary>
    public static readonly AttemptResult Done;

    /// <summary>Tried again, without a complaint.</summary>
    public static readonly AttemptResult Later = new(true, null);

    public static AttemptResult Failed(ApiError error) => new(true, error.Message);
}
