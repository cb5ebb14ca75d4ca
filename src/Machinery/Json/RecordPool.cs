using System.Numerics;
using System.Runtime.InteropServices;

namespace Kybernet.Machinery.Json;

/// <summary>
/// Shares decoded records that repeat across objects: probes, resources, tolerations, the fields a manager owns. A decoder that
/// meets the same bytes again gets the record it made of them before, and need not read them.
/// </summary>
/// <remarks>
/// <para>Records are kept with the bytes they were made of and found by comparing those, never by value: equal records may
/// differ in how they are written (<c>1Ki</c> and <c>1024</c>).</para>
/// <para>A fixed table that needs no lock: each record has two possible places, chosen by the hash of its bytes. Bytes are kept
/// when they are met a second time, so that what occurs once costs nothing but a hash; a newcomer takes the place of a record
/// that was not asked for since the last newcomer wanted it. The bytes of all records together stay within the budget.</para>
/// </remarks>
public sealed class RecordPool
{
    /// <summary>Shorter records are empty or nearly so.</summary>
    public const int ShortestShared = 4;

    /// <summary>Longer records seldom repeat.</summary>
    public const int LongestShared = 8192;

    private readonly Entry?[] _slots;
    private readonly int[] _met;
    private readonly long _budget;
    private long _bytes;
    private int _hand;

    /// <param name="capacity">The number of records kept at most, rounded up to a power of two.</param>
    /// <param name="budget">The encoded size of all records together, in bytes.</param>
    public RecordPool(int capacity = 8192, int budget = 4 << 20)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 16));
        _slots = new Entry?[size];
        _met = new int[size * 2];
        _budget = Math.Max(budget, LongestShared);
    }

    internal static bool Shares(int length) => length is >= ShortestShared and <= LongestShared;

    /// <summary>The record made of these bytes before, or null.</summary>
    /// <param name="bytes">One encoded record.</param>
    /// <param name="source">The format and the room of the reader.</param>
    /// <param name="hash">The hash of the bytes.</param>
    internal T? Find<T>(ReadOnlySpan<byte> bytes, Source source, int hash)
        where T : class
    {
        var entry = _slots[First(hash)];
        if (entry is null || !entry.Holds(bytes, source, hash))
        {
            entry = _slots[Second(hash)];
            if (entry is null || !entry.Holds(bytes, source, hash)) return null;
        }

        entry.IsWanted = true;
        return entry.Record as T;
    }

    /// <summary>Offers the record made of these bytes; it is kept if they were offered before.</summary>
    internal void Offer(ReadOnlySpan<byte> bytes, Source source, int hash, object record)
    {
        if (!MetBefore(hash)) return;
        var place = Place(hash);
        if (place < 0) return;
        // A record that is bytes itself is not kept twice.
        var key = record is byte[] same && bytes.SequenceEqual(same) ? same : bytes.ToArray();
        Replace(place, new Entry(key, source, hash, record));
        while (Volatile.Read(ref _bytes) > _budget) Replace(Interlocked.Increment(ref _hand) & (_slots.Length - 1), null);
    }

    /// <summary>Hashes are noted two to a place, so that two that share one do not drive each other out for ever.</summary>
    private bool MetBefore(int hash)
    {
        var place = hash & (_met.Length - 2);
        if (_met[place] == hash || _met[place + 1] == hash) return true;
        _met[place + 1] = _met[place];
        _met[place] = hash;
        return false;
    }

    /// <summary>A quick mix of all bytes, two words at a time: where it agrees, the comparison decides.</summary>
    internal static int Hash(ReadOnlySpan<byte> bytes)
    {
        const ulong K1 = 0x9E3779B97F4A7C15;
        const ulong K2 = 0xC2B2AE3D27D4EB4F;
        var a = (uint)bytes.Length * K1;
        var b = K2;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        for (var i = 0; i + 1 < words.Length; i += 2)
        {
            a = BitOperations.RotateLeft((a ^ words[i]) * K2, 29);
            b = BitOperations.RotateLeft((b ^ words[i + 1]) * K1, 31);
        }

        // The last 16 bytes hold whatever the loop left over; shorter records are their first and last bytes, overlapping.
        if (bytes.Length >= 8)
        {
            a ^= MemoryMarshal.Read<ulong>(bytes[^Math.Min(bytes.Length, 16)..]);
            b ^= MemoryMarshal.Read<ulong>(bytes[^8..]);
        }
        else
        {
            a ^= MemoryMarshal.Read<uint>(bytes);
            b ^= MemoryMarshal.Read<uint>(bytes[^4..]);
        }

        var mixed = ((a * K1) ^ BitOperations.RotateLeft(b * K2, 32)) * K1;
        return (int)(mixed >> 32);
    }

    private int First(int hash) => hash & (_slots.Length - 1);

    private int Second(int hash) => (hash >>> 16) * 0x9E37 & (_slots.Length - 1);

    /// <summary>The place for a newcomer; -1 when both are taken by records that are asked for.</summary>
    private int Place(int hash)
    {
        var (first, second) = (First(hash), Second(hash));
        if (_slots[first] is not { } one) return first;
        if (_slots[second] is not { } two) return second;
        if (!one.IsWanted) return first;
        if (!two.IsWanted) return second;
        one.IsWanted = false;
        two.IsWanted = false;
        return -1;
    }

    private void Replace(int place, Entry? entry)
    {
        var old = Interlocked.Exchange(ref _slots[place], entry);
        Interlocked.Add(ref _bytes, (entry?.Length ?? 0) - (old?.Length ?? 0));
    }

    private sealed class Entry(byte[] bytes, Source source, int hash, object record)
    {
        public object Record => record;

        public int Length => bytes.Length;

        /// <summary>Asked for since a newcomer last wanted the place. Written without care: a lost write costs a record's place.</summary>
        public bool IsWanted { get; set; }

        public bool Holds(ReadOnlySpan<byte> other, Source where, int otherHash) =>
            hash == otherHash && source.Serves(where) && other.SequenceEqual(bytes);
    }

    /// <summary>How a record was read.</summary>
    /// <param name="IsJson">From JSON; else from protobuf.</param>
    /// <param name="IsStrict">Unknown and repeated fields would have been found, and there were none.</param>
    /// <param name="Room">How much deeper the reader might have gone: what was read in less room fits in more.</param>
    internal readonly record struct Source(bool IsJson, bool IsStrict, int Room)
    {
        /// <summary>What was read this way would have been read the same the other way.</summary>
        public bool Serves(Source other) => IsJson == other.IsJson && (IsStrict || !other.IsStrict) && Room <= other.Room;
    }
}
