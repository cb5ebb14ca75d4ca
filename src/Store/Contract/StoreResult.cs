using System.Diagnostics.CodeAnalysis;

namespace Kybernet.Store;

/// <summary>What a request came to: a value, or the error that stands for it.</summary>
public readonly struct StoreResult<T>
{
    private readonly T? _value;

    public StoreResult(T value) => _value = value;

    public StoreResult(StoreError error) => Error = error;

    public StoreError? Error { get; }

    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsOk => Error is null;

    /// <summary>The value; asking for it when there is an error is a bug of the caller and throws.</summary>
    public T Value => Error is null ? _value! : throw new InvalidOperationException($"the request failed: {Error.Message}");

    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out StoreError? error)
    {
        value = _value;
        error = Error;
        return error is null;
    }

    public override string ToString() => Error is null ? $"{_value}" : $"error: {Error.Message}";

    public static implicit operator StoreResult<T>(T value) => new(value);

    public static implicit operator StoreResult<T>(StoreError error) => new(error);
}
