using System.Runtime.InteropServices;
using System.Text;

namespace Kybernet.Base;

/// <summary>An immutable string of bytes with value equality, ordered byte by byte: a key or a value of the store.</summary>
/// <remarks>
/// Holds the memory it was made from, it does not copy: whoever makes one promises not to change those bytes again.
/// The default value is the empty string.
/// </remarks>
public readonly struct Bytes(ReadOnlyMemory<byte> memory) : IEquatable<Bytes>, IComparable<Bytes>
{
    public static Bytes Empty => default;

    public ReadOnlyMemory<byte> Memory { get; } = memory;

    public ReadOnlySpan<byte> Span => Memory.Span;

    public int Length => Memory.Length;

    public bool IsEmpty => Memory.IsEmpty;

    /// <summary>The UTF-8 bytes of <paramref name="text"/>.</summary>
    public static Bytes Of(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A copy of <paramref name="bytes"/>.</summary>
    public static Bytes CopyOf(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <summary>The bytes as an array: the one this was made from when it is whole, else a copy. The caller must not change it.</summary>
    public byte[] AsArray() =>
        MemoryMarshal.TryGetArray(Memory, out var segment) && segment.Array is { } array && segment.Offset == 0 && segment.Count == array.Length
            ? array
            : Memory.ToArray();

    public int CompareTo(Bytes other) => Span.SequenceCompareTo(other.Span);

    public bool Equals(Bytes other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is Bytes other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>The bytes read as UTF-8, with what is not printable as <c>\xNN</c>: for messages, not for storage.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Length);
        foreach (var b in Span)
        {
            if (b is >= 0x20 and < 0x7f) text.Append((char)b);
            else text.Append("\\x").Append(b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    public static implicit operator Bytes(ReadOnlyMemory<byte> memory) => new(memory);

    public static implicit operator Bytes(byte[] bytes) => new(bytes);

    public static implicit operator ReadOnlyMemory<byte>(Bytes bytes) => bytes.Memory;

    public static Bytes FromReadOnlyMemory(ReadOnlyMemory<byte> memory) => new(memory);

    public static Bytes FromByteArray(byte[] bytes) => new(bytes);

    public ReadOnlyMemory<byte> ToReadOnlyMemory() => Memory;

    public static bool operator ==(Bytes left, Bytes right) => left.Equals(right);

    public static bool operator !=(Bytes left, Bytes right) => !left.Equals(right);

    public static bool operator <(Bytes left, Bytes right) => left.CompareTo(right) < 0;

    public static bool operator >(Bytes left, Bytes right) => left.CompareTo(right) > 0;

    public static bool operator <=(Bytes left, Bytes right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Bytes left, Bytes right) => left.CompareTo(right) >= 0;
}
