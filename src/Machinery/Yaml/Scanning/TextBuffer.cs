namespace Kybernet.Machinery.Yaml.Scanning;

/// <summary>A growing run of bytes.</summary>
internal sealed class TextBuffer(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlySpan<byte> Slice(TextRange range) => _bytes.AsSpan(range.Start, range.Length);

    public void Append(byte value)
    {
        if (Length == _bytes.Length) Array.Resize(ref _bytes, checked(_bytes.Length * 2));
        _bytes[Length++] = value;
    }

    public void Append(ReadOnlySpan<byte> values)
    {
        if (_bytes.Length - Length < values.Length)
            Array.Resize(ref _bytes, Math.Max(checked(_bytes.Length * 2), checked(Length + values.Length)));
        values.CopyTo(_bytes.AsSpan(Length));
        Length += values.Length;
    }

    public void Append(System.Text.Rune rune)
    {
        Span<byte> encoded = stackalloc byte[4];
        Append(encoded[..rune.EncodeToUtf8(encoded)]);
    }

    /// <summary>Drops what was written; the memory stays for what follows.</summary>
    public void Clear() => Length = 0;

    /// <summary>Drops what was written from <paramref name="length"/> on.</summary>
    public void Truncate(int length) => Length = length;

    /// <summary>The bytes written, in an array of their own.</summary>
    public byte[] ToArray() => Written.ToArray();
}
