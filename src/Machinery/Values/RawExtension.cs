using System.Text;

namespace Kybernet.Machinery.Values;

/// <summary>
/// A JSON value kept as the bytes it came in: an embedded object of any kind (upstream's <c>runtime.RawExtension</c>).
/// </summary>
/// <remarks>
/// Values are equal when their bytes are; the absent value (the default, JSON <c>null</c>) equals the empty one. The bytes are
/// not checked here.
/// </remarks>
public readonly struct RawExtension : IEquatable<RawExtension>
{
    private readonly byte[]? _json;

    private RawExtension(byte[]? json) => _json = json;

    /// <summary>True when there is no value: JSON <c>null</c>.</summary>
    public bool IsAbsent => _json is null;

    /// <summary>The UTF-8 JSON; empty when absent.</summary>
    public ReadOnlySpan<byte> Span => _json;

    /// <inheritdoc cref="Span"/>
    public ReadOnlyMemory<byte> Memory => _json;

    /// <summary>Takes ownership of <paramref name="json"/>, which must not change any more. Null is the absent value.</summary>
    public static RawExtension Adopt(byte[]? json) => new(json);

    /// <summary>Copies <paramref name="json"/>; <c>null</c> is the absent value.</summary>
    public static RawExtension FromJson(ReadOnlySpan<byte> json) => new(json.SequenceEqual("null"u8) ? null : json.ToArray());

    public bool Equals(RawExtension other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is RawExtension other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>The JSON as text.</summary>
    public override string ToString() => _json is null ? "null" : Encoding.UTF8.GetString(_json);

    public static bool operator ==(RawExtension left, RawExtension right) => left.Equals(right);

    public static bool operator !=(RawExtension left, RawExtension right) => !left.Equals(right);
}
