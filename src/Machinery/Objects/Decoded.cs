using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Objects;

/// <summary>Why bytes are not an object.</summary>
/// <param name="Message">In upstream's words where upstream has some.</param>
/// <param name="Offset">Where in the bytes.</param>
/// <param name="Path">The path of the field, "" for the document as a whole; null for protobuf, which has no paths.</param>
public sealed record DecodeError(string Message, int Offset, string? Path)
{
    public override string ToString() => Message;
}

/// <summary>An object read from bytes, or the reason there is none.</summary>
public readonly struct Decoded<T>
    where T : class
{
    private Decoded(T? value, DecodeError? error, StrictFindings? strict)
    {
        Value = value;
        Error = error;
        Strict = strict;
    }

    public T? Value { get; }

    public DecodeError? Error { get; }

    /// <summary>What strict reading found, when it was asked for and the object could be read.</summary>
    public StrictFindings? Strict { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool Succeeded => Error is null;

    public static Decoded<T> Success(T value, StrictFindings? strict = null) => new(value, null, strict);

    public static Decoded<T> Failure(string message, int offset = 0, string? path = null) => new(null, new(message, offset, path), null);

    /// <summary>The same result for a wider type.</summary>
    public Decoded<TWide> As<TWide>()
        where TWide : class =>
        Succeeded ? Decoded<TWide>.Success((TWide)(object)Value, Strict) : Decoded<TWide>.Failure(Error.Message, Error.Offset, Error.Path);
}
