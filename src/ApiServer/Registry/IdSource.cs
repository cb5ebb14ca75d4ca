namespace Kybernet.ApiServer.Registry;

/// <summary>Random names and ids, from one seed. Any thread may ask.</summary>
public sealed class IdSource(int seed)
{
    // Without vowels and what looks alike (upstream: util/rand).
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";
    private const int SuffixLength = 5;
    private const int MaxGeneratedPrefix = 63 - SuffixLength;

    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);

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
        Span<byte> bytes = stackalloc byte[16];
        lock (_gate) _random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    /// <summary>A number of seconds from <paramref name="min"/> to twice that.</summary>
    public int SecondsFrom(int min)
    {
        lock (_gate) return _random.Next(min, 2 * min);
    }
}
