using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Statuses;

/// <summary>What a failure is about. Empty strings, no causes and zero seconds are left out of the Status.</summary>
public sealed record ApiErrorDetails
{
    /// <summary>The object's name; of a server time-out, the operation.</summary>
    public string Name { get; init; } = "";

    public string Group { get; init; } = "";

    /// <summary>The kind, or, where only that is known, the resource.</summary>
    public string Kind { get; init; } = "";

    public string Uid { get; init; } = "";

    public ListOf<ApiErrorCause> Causes { get; init; }

    public int RetryAfterSeconds { get; init; }
}
