using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Kybernet.Machinery.Json;

/// <summary>
/// Shares strings that repeat across objects: namespaces, node names, label keys, images. A decoder that meets the same
/// bytes again gets the same string.
/// </summary>
/// <remarks>
/// <para>A fixed table: each string has two possible places, chosen by its hash, and a newcomer pushes an older one out. So
/// it is bounded, never wrong, and needs no lock: a slot is read and written whole, and losing a race only loses a chance
/// to share.</para>
/// </remarks>
public sealed class StringPool
{
    /// <summary>Longer strings seldom repeat and are not shared.</summary>
    public const int LongestShared = 256;

    private readonly string?[] _slots;
    private readonly int _mask;

    /// <param name="capacity">The number of strings kept at most, rounded up to a power of two.</param>
    public StringPool(int capacity = 8192)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 16));
        _slots = new string?[size];
        _mask = size - 1;
    }

    /// <summary>The string of these bytes: the pool's, if it has it.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty) return "";
        if (utf8.Length > LongestShared) return Utf8Text.ToString(utf8);
        var hash = Hash(utf8);
        ref var first = ref _slots[hash & _mask];
        if (first is { } a && Same(a, utf8)) return a;
        ref var second = ref _slots[(hash >> 16) & _mask];
        if (second is { } b && Same(b, utf8)) return b;
        var made = Utf8Text.ToString(utf8);
        if (first is null || (second is not null && (hash & 0x8000) == 0)) first = made;
        else second = made;
        return made;
    }

    private static bool Same(string text, ReadOnlySpan<byte> utf8)
    {
        if (text.Length == utf8.Length) return Ascii.Equals(utf8, text) || (!Ascii.IsValid(utf8) && SameUtf8(text, utf8));
        return text.Length < utf8.Length && !Ascii.IsValid(utf8) && SameUtf8(text, utf8);
    }

    private static bool SameUtf8(string text, ReadOnlySpan<byte> utf8)
    {
        Span<char> decoded = stackalloc char[LongestShared];
        Utf8.ToUtf16(utf8, decoded, out _, out var written);
        return text.AsSpan().SequenceEqual(decoded[..written]);
    }

    /// <summary>A quick mix of the length and up to 24 bytes: where they agree, the comparison decides.</summary>
    private static int Hash(ReadOnlySpan<byte> utf8)
    {
        ulong hash = (uint)utf8.Length * 0x9E3779B97F4A7C15UL;
        if (utf8.Length >= 8)
        {
            hash = (hash ^ MemoryMarshal.Read<ulong>(utf8)) * 0xC2B2AE3D27D4EB4FUL;
            hash = (hash ^ MemoryMarshal.Read<ulong>(utf8[((utf8.Length - 8) / 2)..])) * 0x9E3779B97F4A7C15UL;
            hash = (hash ^ (hash >> 29) ^ MemoryMarshal.Read<ulong>(utf8[^8..])) * 0xC2B2AE3D27D4EB4FUL;
        }
        else
        {
            foreach (var unit in utf8) hash = (hash ^ unit) * 0x100000001B3UL;
        }

        return (int)((hash ^ (hash >> 32)) & int.MaxValue);
    }
}
