using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Values;

/// <summary>An object of any kind inside another, kept as its JSON: upstream's RawExtension, and apiextensions' JSON.</summary>
/// <remarks>The default value is absent (JSON <c>null</c>). Equality compares the text without white space between tokens.</remarks>
public readonly struct RawExtension : IEquatable<RawExtension>
{
    private readonly RawJson _json;

    private RawExtension(RawJson json) => _json = json;

    public bool IsAbsent => _json.IsAbsent;

    /// <summary>The UTF-8 text.</summary>
    public ReadOnlySpan<byte> Span => _json.Span;

    public ReadOnlyMemory<byte> Memory => _json.Memory;

    /// <summary>Copies one JSON value, dropping white space; false when the text is not JSON.</summary>
    public static bool TryFromJson(ReadOnlySpan<byte> json, out RawExtension value)
    {
        var reader = new JsonReader(json, DecodeOptions.Default);
        value = Read(ref reader);
        reader.ExpectEnd();
        return !reader.Failed;
    }

    /// <exception cref="FormatException">The text is not one JSON value.</exception>
    public static RawExtension FromJson(ReadOnlySpan<byte> json) =>
        TryFromJson(json, out var value) ? value : throw new FormatException("the text is not one JSON value");

    public bool Equals(RawExtension other) => _json.Equals(other._json);

    public override bool Equals(object? obj) => obj is RawExtension other && Equals(other);

    public override int GetHashCode() => _json.GetHashCode();

    public override string ToString() => IsAbsent ? "null" : System.Text.Encoding.UTF8.GetString(Span);

    public static bool operator ==(RawExtension left, RawExtension right) => left.Equals(right);

    public static bool operator !=(RawExtension left, RawExtension right) => !left.Equals(right);

    internal static RawExtension Read(ref JsonReader reader)
    {
        if (reader.TryReadNull()) return default;
        var json = reader.ReadRaw();
        return reader.Failed ? default : new(RawJson.FromChecked(json));
    }

    internal static RawExtension FromWire(byte[] bytes) => new(RawJson.FromWire(bytes));

    internal void Write(JsonWriter writer) => _json.Write(writer);
}
