using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Registry;

/// <summary>What a request came to: a value, or the error a Status is made of.</summary>
public readonly struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, ApiError? error)
    {
        _value = value;
        Error = error;
    }

    public ApiError? Error { get; }

    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    /// <summary>The value; asking for it when there is an error is a bug of the caller and throws.</summary>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"the request failed: {Error.Message}");

    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out ApiError? error)
    {
        value = _value;
        error = Error;
        return error is null;
    }

    /// <summary>A success; for values of interface types, from which C# has no implicit conversions.</summary>
    public static Outcome<T> Ok(T value) => new(value, null);

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(ApiError error) => new(default, error);
}
