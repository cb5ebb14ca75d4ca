using Kybernet.Machinery.Json;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>JSON inside definitions: defaults, enums.</summary>
internal static class JsonText
{
    /// <summary>The value; null for what is absent or no JSON.</summary>
    public static JsonValue Parse(RawExtension json)
    {
        if (json.IsAbsent) return JsonValue.Null;
        var reader = new JsonReader(json.Span, DecodeOptions.Default);
        var value = JsonValueCodec.ReadJson(ref reader);
        return reader.Failed ? JsonValue.Null : value;
    }

    /// <summary>Numbers are equal when their values are, whichever way they are written.</summary>
    public static bool AreEqual(JsonValue left, JsonValue right) =>
        left == right || (left.AsDouble() is { } number && number.Equals(right.AsDouble()));

    /// <summary>The value as an error shows it.</summary>
    public static FieldValue Shown(JsonValue value) => value.Kind switch
    {
        JsonKind.Null => FieldValue.Null,
        JsonKind.String => value.AsString(),
        JsonKind.Integer => value.AsInteger()!.Value,
        JsonKind.Double => value.AsDouble()!.Value,
        JsonKind.Bool => value.AsBool()!.Value,
        _ => FieldValue.Json(value.ToString()),
    };
}
