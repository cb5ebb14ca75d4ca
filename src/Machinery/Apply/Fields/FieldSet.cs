using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Apply.Fields;

/// <summary>A set of paths into an object, kept as a tree. A path in the set does not bring its parents or children with it.</summary>
/// <remarks>Immutable once its builder is done with it. Upstream: <c>fieldpath.Set</c>.</remarks>
public sealed partial class FieldSet : IEquatable<FieldSet>
{
    // Both sorted, without repetition.
    private readonly List<PathElement> _members;
    private readonly List<FieldSetNode> _children;

    internal FieldSet()
        : this([], [])
    {
    }

    private FieldSet(List<PathElement> members, List<FieldSetNode> children)
    {
        _members = members;
        _children = children;
    }

    /// <summary>The set without paths.</summary>
    public static FieldSet Empty { get; } = new();

    /// <summary>The steps that are paths of the set themselves.</summary>
    public IReadOnlyList<PathElement> Members => _members;

    /// <summary>The steps that lead to longer paths.</summary>
    public IReadOnlyList<FieldSetNode> Children => _children;

    public bool IsEmpty
    {
        get
        {
            if (_members.Count > 0) return false;
            foreach (var child in _children)
                if (!child.Fields.IsEmpty) return false;
            return true;
        }
    }

    /// <summary>How many paths the set has.</summary>
    public int Count
    {
        get
        {
            var count = _members.Count;
            foreach (var child in _children) count += child.Fields.Count;
            return count;
        }
    }

    /// <summary>The set of the paths.</summary>
    public static FieldSet Of(params ReadOnlySpan<PathElement[]> paths)
    {
        var set = new FieldSet();
        foreach (var path in paths) set.Insert(path);
        return set;
    }

    /// <summary>Reads the JSON form, <c>{"f:spec":{"f:replicas":{}}}</c>; null when it is not one.</summary>
    public static FieldSet? Parse(FieldsV1 fields)
    {
        if (fields.IsAbsent) return Empty;
        var reader = new JsonReader(fields.Span, DecodeOptions.Default);
        var set = FieldSetReader.Read(ref reader);
        reader.ExpectEnd();
        return reader.Failed ? null : set;
    }

    /// <summary>The JSON form, byte for byte as upstream writes it.</summary>
    public FieldsV1 ToFieldsV1()
    {
        using var writer = new FieldSetWriter();
        return FieldsV1.FromWire(writer.Write(this));
    }

    public bool Has(params ReadOnlySpan<PathElement> path)
    {
        if (path.IsEmpty) return false;
        FieldSet? set = this;
        for (; path.Length > 1 && set is not null; path = path[1..]) set = set.Below(path[0]);
        return set is not null && set.HasMember(path[0]);
    }

    /// <summary>The paths below a step; null when there are none.</summary>
    public FieldSet? Below(PathElement step) => Find(_children, step) is var at and >= 0 ? _children[at].Fields : null;

    public bool HasMember(PathElement step) => _members.BinarySearch(step) >= 0;

    /// <summary>The paths, a member before what is below it only when it sorts first: all members of a level, then its branches.</summary>
    public IEnumerable<PathElement[]> Paths()
    {
        foreach (var member in _members) yield return [member];
        foreach (var child in _children)
            foreach (var path in child.Fields.Paths()) yield return [child.Step, .. path];
    }

    public bool Equals(FieldSet? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || _members.Count != other._members.Count || _children.Count != other._children.Count) return false;
        for (var i = 0; i < _members.Count; i++)
            if (_members[i] != other._members[i]) return false;
        for (var i = 0; i < _children.Count; i++)
            if (_children[i].Step != other._children[i].Step || !_children[i].Fields.Equals(other._children[i].Fields)) return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as FieldSet);

    public override int GetHashCode() => HashCode.Combine(_members.Count, _children.Count, Count);

    /// <summary>The paths, one a line.</summary>
    public override string ToString() => string.Join('\n', Paths().Select(path => string.Concat(path.Select(step => step.ToString()))));

    /// <summary>Adds a path to a set under construction. The empty path, the whole object, is never in a set.</summary>
    internal void Insert(ReadOnlySpan<PathElement> path)
    {
        if (path.IsEmpty) return;
        var set = this;
        for (; path.Length > 1; path = path[1..]) set = set.Descend(path[0]);
        set.InsertMember(path[0]);
    }

    internal void InsertMember(PathElement step)
    {
        if (_members.Count == 0 || _members[^1] < step) _members.Add(step);
        else if (_members.BinarySearch(step) is var at and < 0) _members.Insert(~at, step);
    }

    /// <summary>Sets what is below a step of a set under construction.</summary>
    internal void SetChild(PathElement step, FieldSet fields)
    {
        var at = Find(_children, step);
        if (at >= 0) _children[at] = new(step, fields);
        else _children.Insert(~at, new(step, fields));
    }

    private FieldSet Descend(PathElement step)
    {
        var at = Find(_children, step);
        if (at >= 0) return _children[at].Fields;
        var set = new FieldSet();
        _children.Insert(~at, new(step, set));
        return set;
    }

    private static int Find(List<FieldSetNode> children, PathElement step)
    {
        // Builders and writers go in order: the last branch is the usual answer.
        if (children.Count == 0) return ~0;
        var last = children[^1].Step.CompareTo(step);
        if (last <= 0) return last == 0 ? children.Count - 1 : ~children.Count;
        var low = 0;
        for (var high = children.Count - 2; low <= high;)
        {
            var middle = (low + high) >> 1;
            var order = children[middle].Step.CompareTo(step);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return ~low;
    }
}
