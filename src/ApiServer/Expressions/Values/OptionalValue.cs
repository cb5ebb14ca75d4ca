using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions.Values;

/// <summary>A value that may not be there. Specification: cel-go's <c>OptionalTypes</c>.</summary>
internal sealed record OptionalValue(JsonValue? Value) : IForeignValue
{
    public static OptionalValue None { get; } = new((JsonValue?)null);

    public string Type => "optional_type";

    public static Evaluated Of(JsonValue? value) => Evaluated.Of(value is null ? None : new OptionalValue(value));

    public Evaluated? Call(string method, ListOf<JsonValue> arguments) => (method, arguments) switch
    {
        ("hasValue", []) => Evaluated.Of(Value is not null),
        ("value", []) => Value is { } known ? Evaluated.Of(known) : Evaluated.Fail("optional.none() dereference"),
        ("orValue", [var other]) => Evaluated.Of(Value ?? other),
        ("or", [var other]) when other.AsForeign() is OptionalValue => Value is null ? Evaluated.Of(other) : Evaluated.Of(this),
        _ => null,
    };

    /// <summary>The member or the item of a value, or of an optional one, when there is one.</summary>
    public static Evaluated At(JsonValue container, JsonValue index)
    {
        if (container.AsForeign() is OptionalValue optional) return optional.Value is { } inner ? At(inner, index) : Evaluated.Of(None);
        if (container.AsForeign() is IForeignFields fields && index.AsString() is { } name)
            return fields.Find(name) is { } found ? (found.IsError ? found : Of(found.Value)) : Evaluated.Of(None);
        return (container.Kind, index.AsString(), index.AsInteger()) switch
        {
            (JsonKind.Object, { } key, null) => Of(container.Members.TryGetValue(key, out var value) ? value : (JsonValue?)null),
            (JsonKind.Array, null, { } at) => Of(at >= 0 && at < container.Items.Count ? container.Items[(int)at] : (JsonValue?)null),
            _ => Evaluated.NoOverload,
        };
    }

    /// <summary>Functions that make one.</summary>
    public static Evaluated? Make(string function, JsonValue[] arguments) => (function, arguments) switch
    {
        ("optional.none", []) => Evaluated.Of(None),
        ("optional.of", [var value]) => Of(value),
        ("optional.ofNonZeroValue", [var value]) => Of(IsZero(value) ? (JsonValue?)null : value),
        _ => null,
    };

    /// <summary>The values that are there of a list of optional ones.</summary>
    public static Evaluated Unwrap(ListOf<JsonValue> items)
    {
        var values = new List<JsonValue>();
        foreach (var item in items)
        {
            if (item.AsForeign() is not OptionalValue optional) return Evaluated.NoOverload;
            if (optional.Value is { } value) values.Add(value);
        }

        return Evaluated.Of(JsonValue.From(values.ToListOf()));
    }

    private static bool IsZero(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => true,
        JsonKind.Bool => value.AsBool() == false,
        JsonKind.Integer or JsonKind.Double => value.AsDouble() == 0,
        JsonKind.String => value.AsString() == "",
        JsonKind.Array => value.Items.IsEmpty,
        JsonKind.Object => value.Members.IsEmpty,
        _ => false,
    };
}
