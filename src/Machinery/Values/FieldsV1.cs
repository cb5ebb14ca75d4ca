using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Values;

/// <summary>The fields a manager owns, in server-side apply's own JSON form (<c>{"f:spec":{…}}</c>).</summary>
/// <remarks>The default value is absent (JSON <c>null</c>). Equality compares the text without white space between tokens.</remarks>
public readonly struct FieldsV1 : IEquatable<FieldsV1>
{
    private readonly RawJson _json;

    private FieldsV1(RawJson json) => _json = json;

    public bool IsAbsent => _json.IsAbsent;

    /// <summary>The UTF-8 text.</summary>
    public ReadOnlySpan<byte> Span => _json.Span;

    public ReadOnlyMemory<byte> Memory => _json.Memory;

    /// <summary>Copies one JSON value, dropping white space; false when the text is not JSON.</summary>
    public static bool TryFromJson(ReadOnlySpan<byte> json, out FieldsV1 value)
    {
        var reader = new JsonReader(json, DecodeOptions.Default);
        value = Read(ref reader);
        reader.ExpectEnd();
        return !reader.Failed;
    }

    /// <exception cref="FormatException">The text is not one JSON value.</exception>
    public static FieldsV1 FromJson(ReadOnlySpan<byte> json) =>
        TryFromJson(json, out var value) ? value : throw new FormatException("the text is not one JSON value");

    public bool Equals(FieldsV1 other) => _json.Equals(other._json);

    public override bool Equals(object? obj) => obj is FieldsV1 other && Equals(other);

    public override int GetHashCode() => _json.GetHashCode();

    public override string ToString() => IsAbsent ? "null" : System.Text.Encoding.UTF8.GetString(Span);

    public static bool operator ==(FieldsV1 left, FieldsV1 right) => left.Equals(right);

    public static bool operator !=(FieldsV1 left, FieldsV1 right) => !left.Equals(right);

    internal static FieldsV1 Read(ref JsonReader reader)
    {
        if (reader.TryReadNull()) return default;
        if (reader.FindShared<byte[]>(out var key) is { } shared) return new(RawJson.FromCompact(shared));
        var json = reader.ReadRaw();
        if (reader.Failed) return default;
        var compact = JsonCompact.Copy(json);
        reader.Share(key, compact);
        return new(RawJson.FromCompact(compact));
    }

    /// <summary>Well-formed text without white space between tokens.</summary>
    internal static FieldsV1 FromCompact(byte[] bytes) => new(RawJson.FromCompact(bytes));

    internal static FieldsV1 FromWire(byte[] bytes) => new(RawJson.FromWire(bytes));

    internal void Write(JsonWriter writer) => _json.Write(writer);
}
