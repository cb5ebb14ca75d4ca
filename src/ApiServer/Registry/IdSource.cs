using System.Buffers.Binary;

namespace Kybernet.ApiServer.Registry;

/// <summary>Random names and ids, from one seed. Any thread may ask.</summary>
public sealed class IdSource(int seed)
{
    // Without vowels and what looks alike (upstream: util/rand).
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;
    private const int MaxGeneratedPrefix = 63 - SuffixLength;

    // Of SplitMix64: 2^64 over the golden ratio.
    private const ulong Step = 0x9E3779B97F4A7C15;

    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private ulong _uids = Mixed((uint)seed);

    /// <summary>The prefix, cut to 58 characters, and five random ones.</summary>
    public string NameFrom(string prefix)
    {
        Span<char> suffix = stackalloc char[SuffixLength];
        lock (_gate) _random.GetItems(Alphabet, suffix);
        return string.Concat(prefix.AsSpan(0, Math.Min(prefix.Length, MaxGeneratedPrefix)), suffix);
    }

    /// <summary>A random (version 4) UUID.</summary>
    public string Uid()
    {
        // Two steps of SplitMix64 from one counter: no lock, and no two the same.
        var second = Interlocked.Add(ref _uids, unchecked(2 * Step));
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, Mixed(second - Step));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Mixed(second));
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    private static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>A number of seconds from <paramref name="min"/> to twice that.</summary>
    public int SecondsFrom(int min)
    {
        lock (_gate) return _random.Next(min, 2 * min);
    }
}
