using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions.Values;

/// <summary>A type as a value.</summary>
internal sealed record TypeValue(string Name) : IForeignValue
{
    public string Type => "type";

    public static bool IsKnown(string name) =>
        name is "int" or "uint" or "double" or "bool" or "string" or "bytes" or "list" or "map" or "null_type" or "type";

    public static TypeValue Of(JsonValue value) => new(value.Kind switch
    {
        JsonKind.Null => "null_type",
        JsonKind.Bool => "bool",
        JsonKind.Integer => "int",
        JsonKind.Double => "double",
        JsonKind.String => "string",
        JsonKind.Array => "list",
        JsonKind.Object => "map",
        _ => ((IForeignValue)value.AsForeign()!).Type,
    });

    public Evaluated? Call(string method, ListOf<JsonValue> arguments) => null;

    public override string ToString() => Name;
}
