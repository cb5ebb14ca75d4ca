using Kybernet.Client.Transport;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Controllers.Runtime;

/// <summary>What a reconciliation came to.</summary>
public readonly record struct Reconciled
{
    /// <summary>Nothing to do until something changes.</summary>
    public static readonly Reconciled Done;

    /// <summary>The error that ended it; it is tried again with the key's back-off.</summary>
    public ApiError? Error { get; private init; }

    /// <summary>When to look again without a change; null for never.</summary>
    public TimeSpan? Again { get; private init; }

    public static Reconciled After(TimeSpan wait) => new() { Again = wait };

    public static Reconciled Failed(ApiError error) => new() { Error = error };

    /// <summary>Done when the call went well, else failed.</summary>
    public static Reconciled Of<T>(ApiResult<T> result) => result.Error is { } error ? Failed(error) : Done;
}
