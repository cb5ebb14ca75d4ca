using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Apply.Typed;

/// <summary>Puts an applied object over a live one. Upstream: <c>mergingWalker</c>.</summary>
internal sealed class TypedMerger
{
    private readonly TypedErrors _errors;

    private TypedMerger(TypedErrors errors) => _errors = errors;

    public static JsonValue Merge(TypedValue live, TypedValue applied, TypedErrors errors) =>
        new TypedMerger(errors).Visit(live.Type, live.Value, applied.Value) ?? JsonValue.Null;

    /// <summary>The merged value; null when nothing comes of it.</summary>
    public JsonValue? Visit(TypeSchema type, JsonValue? live, JsonValue? applied)
    {
        var a = type.ShapeOf(live);
        var b = type.ShapeOf(applied);
        if (applied is null) return VisitAs(type, a, live, applied);
        return VisitAs(type, b, live, applied);
    }

    private JsonValue? VisitAs(TypeSchema type, Shape shape, JsonValue? live, JsonValue? applied)
    {
        switch (type.Settle(shape))
        {
            case Shape.Map:
                var members = live?.Members ?? default;
                var others = applied?.Members ?? default;
                if (type.Map!.IsAtomic || (members.IsEmpty && others.IsEmpty)) break;
                return MergeMembers(type.Map, members.AsSpan(), others.AsSpan());
            case Shape.List:
                var items = live?.Items ?? default;
                var appliedItems = applied?.Items ?? default;
                if (type.List!.IsAtomic || (items.IsEmpty && appliedItems.IsEmpty)) break;
                return ListMerge.Of(this, type.List, items, appliedItems, _errors);
            default:
                var a = TypedValidator.CheckScalar(type.Scalar, live, "lhs: ");
                var b = TypedValidator.CheckScalar(type.Scalar, applied, "rhs: ");
                if (a is null || b is null) break;
                _errors.Add(a);
                _errors.Add(b);
                return null;
        }

        return applied ?? live;
    }

    private JsonValue? MergeMembers(
        MapSchema type, ReadOnlySpan<KeyValuePair<string, JsonValue>> live, ReadOnlySpan<KeyValuePair<string, JsonValue>> applied)
    {
        var merged = new List<KeyValuePair<string, JsonValue>>(Math.Max(live.Length, applied.Length));
        var (i, j) = (0, 0);
        while (i < live.Length || j < applied.Length)
        {
            var order = i == live.Length ? 1 : j == applied.Length ? -1 : Utf8Order.Compare(live[i].Key, applied[j].Key);
            var name = order <= 0 ? live[i].Key : applied[j].Key;
            JsonValue? mine = order <= 0 ? live[i++].Value : (JsonValue?)null;
            JsonValue? theirs = order >= 0 ? applied[j++].Value : (JsonValue?)null;
            if (type.TypeOf(name) is not { } memberType)
            {
                _errors.Add("field not declared in schema", "." + name);
                continue;
            }

            var before = _errors.Count;
            if (Visit(memberType, mine, theirs) is { } value) merged.Add(KeyValuePair.Create(name, value));
            if (_errors.Count > before) _errors.Prefix(before, "." + name);
        }

        return merged.Count == 0 ? (JsonValue?)null : JsonValue.From(MapOf<JsonValue>.Adopt([.. merged]));
    }
}
