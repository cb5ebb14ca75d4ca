namespace Kybernet.Kubelet.Pods;

/// <summary>Why a container does not run: the reason and message of its waiting state.</summary>
/// <param name="Reason">Upstream's: <c>ErrImagePull</c>, <c>CrashLoopBackOff</c>, <c>CreateContainerConfigError</c>, …</param>
/// <param name="Message">For people.</param>
internal sealed record StartFailure(string Reason, string Message)
{
    /// <summary>When to try again; null for soon.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>The types of events.</summary>
internal static class EventTypes
{
    public const string Normal = "Normal";
    public const string Warning = "Warning";
}
