using System.Collections.Frozen;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Machinery.Objects;

/// <summary>The kinds a program knows, by name. Immutable; made once and handed to whoever reads objects.</summary>
public sealed class Scheme
{
    private readonly FrozenDictionary<GroupVersionKind, KindCodec> _codecs;
    private readonly FrozenSet<GroupVersion> _versions;
    private readonly FrozenDictionary<string, KindCodec> _everywhere;

    /// <param name="codecs">The kinds.</param>
    /// <param name="everywhere">Those among them that exist in every group-version, such as DeleteOptions.</param>
    public Scheme(IEnumerable<KindCodec> codecs, IEnumerable<string> everywhere)
    {
        _codecs = codecs.ToFrozenDictionary(codec => codec.Gvk);
        _versions = _codecs.Keys.Select(gvk => gvk.GroupVersion).ToFrozenSet();
        _everywhere = everywhere.ToFrozenDictionary(kind => kind, kind => _codecs[new("", "v1", kind)]);
    }

    public IEnumerable<KindCodec> Codecs => _codecs.Values;

    /// <summary>The codec of a kind, or null when the program does not know it.</summary>
    public KindCodec? Find(GroupVersionKind gvk)
    {
        if (_codecs.TryGetValue(gvk, out var codec)) return codec;
        return _versions.Contains(gvk.GroupVersion) ? _everywhere.GetValueOrDefault(gvk.Kind) : null;
    }
}
