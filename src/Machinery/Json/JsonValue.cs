using System.Text;
using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Json;

/// <summary>An immutable JSON value: what a custom resource is made of.</summary>
/// <remarks>
/// Objects are sorted by key, the order upstream writes unstructured objects in. Integers that fit are exact; other numbers
/// are doubles. Equality is by value: <c>1</c> and <c>1.0</c> differ, as int64 and float64 differ upstream.
/// </remarks>
public readonly struct JsonValue : IEquatable<JsonValue>
{
    private readonly object? _reference;
    private readonly long _bits;

    private JsonValue(JsonKind kind, long bits, object? reference)
    {
        Kind = kind;
        _bits = bits;
        _reference = reference;
    }

    public static JsonValue Null => default;

    public JsonKind Kind { get; }

    public bool IsNull => Kind == JsonKind.Null;

    public static JsonValue From(bool value) => new(JsonKind.Bool, value ? 1 : 0, null);

    public static JsonValue From(long value) => new(JsonKind.Integer, value, null);

    /// <exception cref="ArgumentOutOfRangeException">JSON has no such number.</exception>
    public static JsonValue From(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "JSON has no such number");
        return new(JsonKind.Double, BitConverter.DoubleToInt64Bits(value), null);
    }

    public static JsonValue From(string? value) => value is null ? default : new(JsonKind.String, 0, value);

    public static JsonValue From(ListOf<JsonValue> items) => new(JsonKind.Array, 0, new JsonArray(items));

    public static JsonValue From(MapOf<JsonValue> members) => new(JsonKind.Object, 0, new JsonObject(members));

    /// <summary>A value of a type JSON has not: what evaluations come across between what they read and what they answer.</summary>
    /// <param name="value">It has to be immutable, and to know what it is equal to.</param>
    public static JsonValue FromForeign(object value) => new(JsonKind.Foreign, 0, value);

    public static implicit operator JsonValue(string? value) => From(value);

    public static implicit operator JsonValue(long value) => From(value);

    public static implicit operator JsonValue(bool value) => From(value);

    /// <summary>The value of a boolean; null for anything else.</summary>
    public bool? AsBool() => Kind == JsonKind.Bool ? _bits != 0 : null;

    public long? AsInteger() => Kind == JsonKind.Integer ? _bits : null;

    /// <summary>The value of either kind of number.</summary>
    public double? AsDouble() => Kind switch
    {
        JsonKind.Integer => _bits,
        JsonKind.Double => BitConverter.Int64BitsToDouble(_bits),
        _ => null,
    };

    public string? AsString() => _reference as string;

    /// <summary>The value of a type JSON has not; null for all others.</summary>
    public object? AsForeign() => Kind == JsonKind.Foreign ? _reference : null;

    /// <summary>The items of an array; the absent list for anything else.</summary>
    public ListOf<JsonValue> Items => _reference is JsonArray array ? array.Items : default;

    /// <summary>The members of an object; the absent map for anything else.</summary>
    public MapOf<JsonValue> Members => _reference is JsonObject value ? value.Members : default;

    /// <summary>The member of an object; null when there is none, or this is no object.</summary>
    public JsonValue this[string member] => Members.GetValueOrDefault(member);

    /// <summary>The value at a path of members; null where the path ends early.</summary>
    public JsonValue At(params ReadOnlySpan<string> path)
    {
        var value = this;
        foreach (var member in path) value = value[member];
        return value;
    }

    /// <summary>The object with a member set; anything else counts as an empty object.</summary>
    public JsonValue With(string member, JsonValue value) => From(Members.SetItem(member, value));

    /// <summary>The object without a member.</summary>
    public JsonValue Without(string member) => From(Members.Remove(member));

    public bool Equals(JsonValue other)
    {
        if (Kind != other.Kind || _bits != other._bits) return false;
        return Kind switch
        {
            JsonKind.String => AsString() == other.AsString(),
            JsonKind.Array => Items.Equals(other.Items),
            JsonKind.Object => Members.Equals(other.Members),
            JsonKind.Foreign => Equals(_reference, other._reference),
            _ => true,
        };
    }

    public override bool Equals(object? obj) => obj is JsonValue other && Equals(other);

    public override int GetHashCode() => Kind switch
    {
        JsonKind.String => AsString()!.GetHashCode(StringComparison.Ordinal),
        JsonKind.Array => Items.GetHashCode(),
        JsonKind.Object => Members.GetHashCode(),
        JsonKind.Foreign => _reference!.GetHashCode(),
        _ => HashCode.Combine(Kind, _bits),
    };

    /// <summary>The JSON text.</summary>
    public override string ToString()
    {
        using var writer = new JsonWriter();
        JsonValueCodec.WriteJson(writer, this);
        return Encoding.UTF8.GetString(writer.Written);
    }

    public static bool operator ==(JsonValue left, JsonValue right) => left.Equals(right);

    public static bool operator !=(JsonValue left, JsonValue right) => !left.Equals(right);

    private sealed class JsonArray(ListOf<JsonValue> items)
    {
        public ListOf<JsonValue> Items { get; } = items;
    }

    private sealed class JsonObject(MapOf<JsonValue> members)
    {
        public MapOf<JsonValue> Members { get; } = members;
    }
}
