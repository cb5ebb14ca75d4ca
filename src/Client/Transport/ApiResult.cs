using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Statuses;

namespace Kybernet.Client.Transport;

/// <summary>What a call came to: a value, or the API server's error.</summary>
public readonly struct ApiResult<T>
{
    private readonly T? _value;

    private ApiResult(T? value, ApiError? error)
    {
        _value = value;
        Error = error;
    }

    public ApiError? Error { get; }

    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    /// <summary>The value, where an error is not expected.</summary>
    /// <exception cref="ApiException">The call failed.</exception>
    public T Value => Error is null ? _value! : throw new ApiException(Error);

    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out ApiError? error)
    {
        value = _value;
        error = Error;
        return error is null;
    }

    /// <summary>A success; for values of interface types, from which C# has no implicit conversions.</summary>
    public static ApiResult<T> Ok(T value) => new(value, null);

    public static implicit operator ApiResult<T>(T value) => new(value, null);

    public static implicit operator ApiResult<T>(ApiError error) => new(default, error);
}
