using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Machinery.Patch;

/// <summary>The patched value, or the failure the request is answered with.</summary>
public readonly record struct PatchResult
{
    private PatchResult(JsonValue value, ApiError? error)
    {
        Value = value;
        Error = error;
    }

    public JsonValue Value { get; }

    public ApiError? Error { get; }

    [MemberNotNullWhen(true, nameof(Error))]
    public bool Failed => Error is not null;

    public static implicit operator PatchResult(JsonValue value) => new(value, null);

    public static implicit operator PatchResult(ApiError error) => new(default, error);
}
