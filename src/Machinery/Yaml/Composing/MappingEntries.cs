using Kybernet.Machinery.Yaml.Scanning;

namespace Kybernet.Machinery.Yaml.Composing;

/// <summary>The keys of one mapping, in the order first seen, each with the node of its value.</summary>
internal sealed class MappingEntries
{
    /// <summary>Up to here keys are compared one by one.</summary>
    private const int SmallMapping = 8;

    private readonly TextBuffer _names = new(64);
    private readonly List<Entry> _entries = [];
    private Dictionary<int, int>? _lastOfHash;

    public int Count => _entries.Count;

    public ReadOnlySpan<byte> NameOf(int index) => _names.Slice(_entries[index].Name);

    public int KeyNodeOf(int index) => _entries[index].KeyNode;

    public int ValueNodeOf(int index) => _entries[index].ValueNode;

    /// <summary>True when the pair was brought in by an alias.</summary>
    public bool IsAliased(int index) => _entries[index].IsAliased;

    /// <summary>The position of a key, or -1.</summary>
    public int Find(ReadOnlySpan<byte> name)
    {
        var hash = Hash(name);
        if (_lastOfHash is not null)
        {
            if (!_lastOfHash.TryGetValue(hash, out var index)) return -1;
            while (index >= 0 && !NameOf(index).SequenceEqual(name)) index = _entries[index].PreviousOfHash;
            return index;
        }

        for (var i = 0; i < _entries.Count; i++)
            if (_entries[i].Hash == hash && NameOf(i).SequenceEqual(name)) return i;
        return -1;
    }

    public void Add(ReadOnlySpan<byte> name, int keyNode, int valueNode, bool isAliased)
    {
        var range = new TextRange(_names.Length, name.Length);
        _names.Append(name);
        _entries.Add(new(Hash(name), range, keyNode, valueNode, -1, isAliased));
        if (_lastOfHash is not null) Index(_entries.Count - 1);
        else if (_entries.Count > SmallMapping) IndexAll();
    }

    public void Replace(int index, int keyNode, int valueNode, bool isAliased) =>
        _entries[index] = _entries[index] with { KeyNode = keyNode, ValueNode = valueNode, IsAliased = isAliased };

    private void IndexAll()
    {
        _lastOfHash = [];
        for (var i = 0; i < _entries.Count; i++) Index(i);
    }

    private void Index(int index)
    {
        var hash = _entries[index].Hash;
        if (_lastOfHash!.TryGetValue(hash, out var previous)) _entries[index] = _entries[index] with { PreviousOfHash = previous };
        _lastOfHash[hash] = index;
    }

    /// <summary>Seeded anew in each process, so that no source can be made of keys that collide.</summary>
    private static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        return hash.ToHashCode();
    }

    private readonly record struct Entry(int Hash, TextRange Name, int KeyNode, int ValueNode, int PreviousOfHash, bool IsAliased);
}
