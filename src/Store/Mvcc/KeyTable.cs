using System.Numerics;

namespace Kybernet.Store.Mvcc;

/// <summary>The keys met while a file is read, found by their bytes.</summary>
/// <remarks>Hashes are kept beside the keys, so that neither growing nor passing over another key touches a key's memory.</remarks>
internal sealed class KeyTable
{
    private int[] _buckets = new int[1024];
    private Entry[] _entries = new Entry[1024];

    /// <summary>How many keys there are.</summary>
    public int Count { get; private set; }

    /// <summary>What keys are found by.</summary>
    public static uint HashOf(ReadOnlySpan<byte> key) => Checksum.Of(key);

    /// <summary>The history of a key, made when the key is new.</summary>
    public KeyHistory GetOrAdd(ReadOnlySpan<byte> key, uint hash)
    {
        var mask = (uint)_buckets.Length - 1;
        for (var i = _buckets[hash & mask] - 1; i >= 0; i = _entries[i].Next)
            if (_entries[i].Hash == hash && _entries[i].History.Key.AsSpan().SequenceEqual(key))
                return _entries[i].History;
        if (Count == _entries.Length)
        {
            Grow();
            mask = (uint)_buckets.Length - 1;
        }

        var added = new KeyHistory(key.ToArray());
        ref var bucket = ref _buckets[hash & mask];
        _entries[Count] = new(hash, bucket - 1, added);
        bucket = ++Count;
        return added;
    }

    /// <summary>All keys in the order in which they were met; the table is empty afterwards.</summary>
    public KeyHistory[] TakeAll()
    {
        var all = new KeyHistory[Count];
        for (var i = 0; i < all.Length; i++) all[i] = _entries[i].History;
        (_buckets, _entries, Count) = (new int[1024], new Entry[1024], 0);
        return all;
    }

    private void Grow()
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)_entries.Length * 4);
        Array.Resize(ref _entries, size);
        _buckets = new int[size];
        for (var i = 0; i < Count; i++)
        {
            ref var bucket = ref _buckets[_entries[i].Hash & (uint)(size - 1)];
            _entries[i].Next = bucket - 1;
            bucket = i + 1;
        }
    }

    private struct Entry(uint hash, int next, KeyHistory history)
    {
        public readonly uint Hash = hash;

        /// <summary>The next entry of the bucket, or -1.</summary>
        public int Next = next;

        public readonly KeyHistory History = history;
    }
}
