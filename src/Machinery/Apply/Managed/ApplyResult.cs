using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>What comes of an apply: the merged object and its managed fields, or why there is none.</summary>
/// <remarks>The object has no managed fields in it, and no defaults applied.</remarks>
public sealed record ApplyResult
{
    private ApplyResult()
    {
    }

    public ApiError? Error { get; private init; }

    [MemberNotNullWhen(true, nameof(Error))]
    public bool Failed => Error is not null;

    /// <summary>The merged object; the live one when <see cref="IsNoOp"/>.</summary>
    public JsonValue Object { get; private init; }

    public ListOf<ManagedFieldsEntry> Entries { get; private init; }

    /// <summary>The merged object equals the live one; the entries may still differ.</summary>
    public bool IsNoOp { get; private init; }

    internal static ApplyResult Failure(ApiError error) => new() { Error = error };

    /// <summary>A failure upstream does not classify: an answer of code 500 without reason.</summary>
    internal static ApplyResult Failure(string message) => new() { Error = new(500, "", message) };

    internal static ApplyResult Success(JsonValue value, ListOf<ManagedFieldsEntry> entries, bool isNoOp) =>
        new() { Object = value, Entries = entries, IsNoOp = isNoOp };
}
