using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Values;

/// <summary>
/// One JSON value kept as its UTF-8 text, without white space between tokens; the order of members stays as written.
/// </summary>
/// <remarks>
/// <para>The default value is absent (JSON <c>null</c>).</para>
/// <para>Bytes that came in a protobuf message are kept as they are and may be anything: they are checked when they are to be
/// written as JSON, and are <c>null</c> there if they are none.</para>
/// </remarks>
internal readonly struct RawJson : IEquatable<RawJson>
{
    private readonly byte[]? _bytes;
    private readonly bool _isChecked;

    private RawJson(byte[]? bytes, bool isChecked)
    {
        _bytes = bytes;
        _isChecked = isChecked;
    }

    public bool IsAbsent => _bytes is null;

    public ReadOnlySpan<byte> Span => _bytes;

    public ReadOnlyMemory<byte> Memory => _bytes;

    /// <summary>Text that a reader has stepped over: well formed, perhaps with white space.</summary>
    public static RawJson FromChecked(ReadOnlySpan<byte> json) => new(JsonCompact.Copy(json), true);

    /// <summary>Well-formed text without white space between tokens.</summary>
    public static RawJson FromCompact(byte[] json) => new(json, true);

    public static RawJson FromWire(byte[] bytes) => new(bytes, false);

    public bool Equals(RawJson other) => ReferenceEquals(_bytes, other._bytes) || Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is RawJson other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    public void Write(JsonWriter writer)
    {
        if (_isChecked) writer.Raw(Span);
        else if (_bytes is null) writer.Null();
        else WriteUnchecked(writer);
    }

    private void WriteUnchecked(JsonWriter writer)
    {
        var reader = new JsonReader(Span, DecodeOptions.Default);
        var value = reader.ReadRaw();
        reader.ExpectEnd();
        if (reader.Failed) writer.Null();
        else writer.Raw(JsonCompact.Copy(value));
    }
}
