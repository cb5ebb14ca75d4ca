using System.Globalization;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;

namespace Kybernet.Machinery.Apply.Fields;

/// <summary>How a path goes one step down: to a member by name, or to an item by its keys, its value or its place.</summary>
/// <remarks>Ordered by kind, then by content. Upstream: <c>fieldpath.PathElement</c>.</remarks>
public readonly struct PathElement : IEquatable<PathElement>, IComparable<PathElement>
{
    private readonly JsonValue _content;

    private PathElement(PathElementKind kind, JsonValue content)
    {
        Kind = kind;
        _content = content;
    }

    public PathElementKind Kind { get; }

    /// <summary>The name of a field; null for other steps.</summary>
    public string? FieldName => Kind == PathElementKind.Field ? _content.AsString() : null;

    /// <summary>The keys of an item, sorted by name.</summary>
    public MapOf<JsonValue> Keys => _content.Members;

    /// <summary>The value of an item of a set, or an index.</summary>
    public JsonValue Content => _content;

    public static PathElement Field(string name) => new(PathElementKind.Field, name);

    public static PathElement Key(MapOf<JsonValue> keys) => new(PathElementKind.Key, JsonValue.From(keys));

    public static PathElement Key(params ReadOnlySpan<(string Name, JsonValue Value)> keys)
    {
        var entries = new KeyValuePair<string, JsonValue>[keys.Length];
        for (var i = 0; i < entries.Length; i++) entries[i] = KeyValuePair.Create(keys[i].Name, keys[i].Value);
        return Key(MapOf<JsonValue>.Adopt(entries));
    }

    public static PathElement Value(JsonValue value) => new(PathElementKind.Value, value);

    public static PathElement Index(int index) => new(PathElementKind.Index, index);

    public static implicit operator PathElement(string name) => Field(name);

    public int CompareTo(PathElement other)
    {
        if (Kind != other.Kind) return (((byte)Kind - 1) & 7).CompareTo(((byte)other.Kind - 1) & 7);
        return Kind switch
        {
            PathElementKind.Field => Utf8Order.Compare(_content.AsString(), other._content.AsString()),
            PathElementKind.Key => ValueOrder.CompareMembers(Keys, other.Keys),
            PathElementKind.None => 0,
            _ => ValueOrder.Compare(_content, other._content),
        };
    }

    public bool Equals(PathElement other) => Kind == other.Kind && Kind switch
    {
        PathElementKind.Field => _content.AsString() == other._content.AsString(),
        PathElementKind.Key => ValueOrder.SameMembers(Keys, other.Keys),
        PathElementKind.None => true,
        _ => ValueOrder.Same(_content, other._content),
    };

    public override bool Equals(object? obj) => obj is PathElement other && Equals(other);

    public override int GetHashCode()
    {
        if (Kind != PathElementKind.Key) return HashOf(_content);
        var hash = 17;
        foreach (var (name, value) in Keys) hash = HashCode.Combine(hash, name, HashOf(value));
        return hash;
    }

    /// <summary>As conflicts show it: <c>.spec</c>, <c>[name="web"]</c>, <c>[="a"]</c>, <c>[2]</c>.</summary>
    public override string ToString() => Kind switch
    {
        PathElementKind.Field => "." + _content.AsString(),
        PathElementKind.Key => "[" + string.Join(",", Keys.Select(key => $"{key.Key}={Shown(key.Value)}")) + "]",
        PathElementKind.Value => $"[={Shown(_content)}]",
        PathElementKind.Index => $"[{Shown(_content)}]",
        _ => "{{invalid path element}}",
    };

    public static bool operator ==(PathElement left, PathElement right) => left.Equals(right);

    public static bool operator !=(PathElement left, PathElement right) => !left.Equals(right);

    public static bool operator <(PathElement left, PathElement right) => left.CompareTo(right) < 0;

    public static bool operator <=(PathElement left, PathElement right) => left.CompareTo(right) <= 0;

    public static bool operator >(PathElement left, PathElement right) => left.CompareTo(right) > 0;

    public static bool operator >=(PathElement left, PathElement right) => left.CompareTo(right) >= 0;

    /// <summary>Numbers that amount to the same hash alike, whatever their kind; the content of lists and maps does not count.</summary>
    private static int HashOf(JsonValue value) => value.Kind switch
    {
        JsonKind.Integer or JsonKind.Double => value.AsDouble()!.Value.GetHashCode(),
        JsonKind.Array or JsonKind.Object => (int)value.Kind,
        _ => value.GetHashCode(),
    };

    private static string Shown(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => "null",
        JsonKind.Bool => value.AsBool()!.Value ? "true" : "false",
        JsonKind.Integer => value.AsInteger()!.Value.ToString(CultureInfo.InvariantCulture),
        JsonKind.Double => value.ToString(),
        JsonKind.String => QuotedText.Of(value.AsString()!),
        JsonKind.Array => "[" + string.Join(",", value.Items.Select(Shown)) + "]",
        _ => string.Concat(value.Members.Select(member => $"{member.Key}={Shown(member.Value)}")),
    };
}
