using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Typed;

/// <summary>Takes fields and items out of a value. Upstream: <c>removingWalker</c>.</summary>
internal static class TypedRemover
{
    /// <summary>What is left; <c>null</c> for an atomic value with fields taken out, and for what was empty before.</summary>
    public static JsonValue Remove(TypeSchema type, JsonValue value, FieldSet fields) => type.Settle(type.ShapeOf(value)) switch
    {
        Shape.Map when !type.Map!.IsAtomic => RemoveMembers(type.Map, value.Members, fields),
        Shape.List when !type.List!.IsAtomic => RemoveItems(type.List, value.Items, fields),
        Shape.Scalar => value,
        _ => JsonValue.Null,
    };

    private static JsonValue RemoveMembers(MapSchema type, MapOf<JsonValue> members, FieldSet fields)
    {
        var kept = new List<KeyValuePair<string, JsonValue>>(members.Count);
        var wentInside = false;
        foreach (var (name, member) in members)
        {
            var step = PathElement.Field(name);
            if (fields.HasMember(step)) continue;
            var value = member;
            if (fields.Below(step) is { IsEmpty: false } below && type.TypeOf(name) is { } memberType)
            {
                wentInside = true;
                value = RemoveInside(memberType, member, below);
            }

            kept.Add(KeyValuePair.Create(name, value));
        }

        return kept.Count > 0 || wentInside ? JsonValue.From(MapOf<JsonValue>.Adopt([.. kept])) : JsonValue.Null;
    }

    private static JsonValue RemoveItems(ListSchema type, ListOf<JsonValue> items, FieldSet fields)
    {
        var kept = new List<JsonValue>(items.Count);
        var wentInside = false;
        foreach (var item in items)
        {
            ListItems.TryStep(type, item, out var step, out _);
            if (fields.HasMember(step)) continue;
            var value = item;
            if (fields.Below(step) is { IsEmpty: false } below)
            {
                wentInside = true;
                value = RemoveInside(type.Element, item, below);
            }

            kept.Add(value);
        }

        return kept.Count > 0 || wentInside ? JsonValue.From(ListOf<JsonValue>.Adopt([.. kept])) : JsonValue.Null;
    }

    /// <summary>A container that loses all it holds stays, empty: it was not to be removed itself.</summary>
    private static JsonValue RemoveInside(TypeSchema type, JsonValue value, FieldSet fields)
    {
        var rest = Remove(type, value, fields);
        if (!rest.IsNull) return rest;
        return value.Kind switch
        {
            JsonKind.Object => JsonValue.From(MapOf<JsonValue>.Empty),
            JsonKind.Array => JsonValue.From(ListOf<JsonValue>.Empty),
            _ => rest,
        };
    }
}
