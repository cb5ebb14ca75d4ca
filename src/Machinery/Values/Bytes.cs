namespace Kybernet.Machinery.Values;

/// <summary>An immutable byte array with value equality: base64 in JSON.</summary>
/// <remarks>The default value is the absent array (JSON <c>null</c>), equal to the empty one.</remarks>
public readonly struct Bytes : IEquatable<Bytes>
{
    private readonly byte[]? _bytes;

    private Bytes(byte[]? bytes) => _bytes = bytes;

    public int Length => _bytes is null ? 0 : _bytes.Length;

    public bool IsEmpty => Length == 0;

    /// <summary>True when there is no array at all, false when there is one, even of no bytes.</summary>
    public bool IsAbsent => _bytes is null;

    public ReadOnlySpan<byte> Span => _bytes;

    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>Takes ownership of <paramref name="bytes"/>: the caller must not keep or change the array.</summary>
    public static Bytes Adopt(byte[]? bytes) => new(bytes);

    public static Bytes Copy(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    public bool Equals(Bytes other) => ReferenceEquals(_bytes, other._bytes) || Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Bytes other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>The base64 text.</summary>
    public override string ToString() => Convert.ToBase64String(Span);

    public static bool operator ==(Bytes left, Bytes right) => left.Equals(right);

    public static bool operator !=(Bytes left, Bytes right) => !left.Equals(right);
}
