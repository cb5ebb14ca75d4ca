using Kybernet.Machinery.Apply.Types;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions.Types;

/// <summary>What is known of a value before there is one. Upstream: cel-go's types, <c>cel/openapi</c>, <c>SchemaDeclType</c>.</summary>
/// <param name="Name">As messages say it.</param>
internal sealed record StaticType(string Name)
{
    private Func<string, StaticType?>? _fields;

    /// <summary>Nothing is known: everything may be done with it.</summary>
    public static StaticType Dyn { get; } = new("dyn");

    public static StaticType Int { get; } = new("int");

    public static StaticType Double { get; } = new("double");

    public static StaticType Bool { get; } = new("bool");

    public static StaticType String { get; } = new("string");

    public static StaticType Null { get; } = new("null");

    public static StaticType Timestamp { get; } = new("timestamp");

    public static StaticType Duration { get; } = new("duration");

    /// <summary>Of a list the items, of a map the values; null for anything else.</summary>
    public StaticType? Element { get; private init; }

    public bool IsList => Element is not null && Name.StartsWith("list(", StringComparison.Ordinal);

    public bool IsMap => Element is not null && !IsList;

    public bool IsDyn => Name == "dyn";

    public bool IsNumber => Name is "int" or "double" or "uint";

    /// <summary>It has fields that have names.</summary>
    public bool IsObject => _fields is not null;

    public static StaticType List(StaticType items) => new($"list({items.Name})") { Element = items };

    public static StaticType Map(StaticType values) => new($"map(string, {values.Name})") { Element = values };

    /// <param name="name">Of the type.</param>
    /// <param name="fields">The type of a field; null when there is no such field.</param>
    public static StaticType Object(string name, Func<string, StaticType?> fields) => new(name) { _fields = fields };

    /// <summary>Null when there is no such field.</summary>
    public StaticType? FieldOf(string name) => _fields?.Invoke(name);

    public static StaticType Of(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => Null,
        JsonKind.Bool => Bool,
        JsonKind.Integer => Int,
        JsonKind.Double => Double,
        JsonKind.String => String,
        _ => Dyn,
    };

    /// <summary>What apply knows of built-in objects: their numbers are whole ones, and of quantities and times nothing is known.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="name">Of the type.</param>
    public static StaticType Of(TypeSchema schema, string name) => schema switch
    {
        { Scalar: ScalarKind.None, List: null, Map: { IsStruct: true, Element: null } map } =>
            Object(name, field => map.Find(field) is { } found ? Of(found.Type, $"{name}.{field}") : null),
        { Scalar: ScalarKind.None, List: null, Map: { IsStruct: false, Element: { } element } } => Map(Of(element, name)),
        { Scalar: ScalarKind.None, List: { } list, Map: null } => List(Of(list.Element, name)),
        { Scalar: ScalarKind.Boolean, List: null, Map: null } => Bool,
        { Scalar: ScalarKind.Numeric, List: null, Map: null } => Int,
        { Scalar: ScalarKind.String, List: null, Map: null } => String,
        _ => Dyn,
    };

    /// <summary>Whether both can be the same type, as far as anybody knows.</summary>
    public static bool MayBeSame(StaticType left, StaticType right)
    {
        if (left.IsDyn || right.IsDyn) return true;
        if (left.Element is { } items && right.Element is { } others) return left.IsList == right.IsList && MayBeSame(items, others);
        // What has fields may be null, and so may times.
        if (left.Name == "null" || right.Name == "null")
            return left.Name == right.Name || Nullable(left) || Nullable(right);
        // A map may stand for an object: nobody knows its fields.
        if ((left.IsObject && right.IsMap) || (left.IsMap && right.IsObject)) return true;
        return left.Name == right.Name;
    }

    private static bool Nullable(StaticType type) => type.IsObject || type.Name is "timestamp" or "duration";
}
