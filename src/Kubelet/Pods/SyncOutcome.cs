using Kybernet.Api.Core.V1;

namespace Kybernet.Kubelet.Pods;

/// <summary>What a sync came to.</summary>
/// <param name="HasActed">The runtime was told to do something: look again at once.</param>
internal sealed record SyncOutcome(bool HasActed)
{
    /// <summary>Why the pod as a whole cannot go on; empty when it can.</summary>
    public string Error { get; init; } = "";

    /// <summary>Containers that could not be started, by name.</summary>
    public IReadOnlyDictionary<string, StartFailure> Failures { get; init; } = new Dictionary<string, StartFailure>();

    /// <summary>What containers that were resized have now, by their ids.</summary>
    public IReadOnlyDictionary<string, ResourceRequirements> Resized { get; init; } = new Dictionary<string, ResourceRequirements>();

    /// <summary>Why a container could not be resized; empty when all could.</summary>
    public string ResizeError { get; init; } = "";

    public IReadOnlyList<string> Started { get; init; } = [];

    /// <summary>When to try again what failed.</summary>
    public TimeSpan? RetryAfter => Failures.Count == 0 ? null : Failures.Values.Min(static failure => failure.RetryAfter ?? TimeSpan.FromSeconds(5));
}
