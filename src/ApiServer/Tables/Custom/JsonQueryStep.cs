using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Custom;

/// <summary>One step of a path: from values to those it leads to; null when a value's shape does not fit.</summary>
internal abstract class JsonQueryStep
{
    public abstract IReadOnlyList<JsonValue>? Apply(IReadOnlyList<JsonValue> values);
}

/// <summary><c>.name</c></summary>
internal sealed class FieldStep(string name) : JsonQueryStep
{
    public override IReadOnlyList<JsonValue> Apply(IReadOnlyList<JsonValue> values) =>
        [.. values.Where(value => value.Members.ContainsKey(name)).Select(value => value[name])];
}

/// <summary><c>[*]</c>, <c>.*</c>, and with descent <c>..</c>: the value itself and all below it.</summary>
internal sealed class ChildrenStep(bool descends) : JsonQueryStep
{
    public override IReadOnlyList<JsonValue> Apply(IReadOnlyList<JsonValue> values) =>
        [.. descends ? values.SelectMany(SelfAndBelow) : values.SelectMany(Children)];

    private static IEnumerable<JsonValue> Children(JsonValue value) => value.Kind switch
    {
        JsonKind.Array => value.Items,
        JsonKind.Object => value.Members.Values,
        _ => [],
    };

    private static IEnumerable<JsonValue> SelfAndBelow(JsonValue value) => Children(value).SelectMany(SelfAndBelow).Prepend(value);
}
