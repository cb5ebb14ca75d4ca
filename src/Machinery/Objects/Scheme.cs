using Kybernet.Machinery.Kinds;

namespace Kybernet.Machinery.Objects;

/// <summary>The kinds a program knows, by name. Made once and handed to whoever reads objects; a codec is made when it is first asked for.</summary>
public sealed class Scheme
{
    private readonly KindTable[] _tables;
    private readonly Dictionary<GroupVersionKind, Entry> _entries = [];
    private readonly HashSet<GroupVersion> _versions = [];
    private readonly Dictionary<string, Entry> _everywhere = new(StringComparer.Ordinal);

    /// <param name="tables">The kinds.</param>
    /// <param name="everywhere">Those among them that exist in every group-version, such as DeleteOptions.</param>
    public Scheme(IEnumerable<KindTable> tables, IEnumerable<string> everywhere)
    {
        _tables = [.. tables];
        foreach (var table in _tables)
        {
            for (var i = 0; i < table.Kinds.Count; i++)
            {
                _entries.Add(table.Kinds[i], new(table.Codec, i));
                _versions.Add(table.Kinds[i].GroupVersion);
            }
        }

        foreach (var kind in everywhere) _everywhere.Add(kind, _entries[new("", "v1", kind)]);
    }

    public IEnumerable<GroupVersionKind> Kinds => _entries.Keys;

    /// <summary>These kinds and more; none of them in every group-version.</summary>
    public Scheme With(KindTable more) => new([.. _tables, more], []);

    /// <summary>The codec of a kind, or null when the program does not know it.</summary>
    public KindCodec? Find(GroupVersionKind gvk)
    {
        if (_entries.TryGetValue(gvk, out var entry)) return entry.Codec;
        return _versions.Contains(gvk.GroupVersion) ? _everywhere.GetValueOrDefault(gvk.Kind)?.Codec : null;
    }

    private sealed class Entry(Func<int, KindCodec> make, int index)
    {
        private KindCodec? _codec;

        // Two threads may both make it: codecs have no state, and either will do.
        public KindCodec Codec => _codec ??= make(index);
    }
}
