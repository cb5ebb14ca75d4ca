using System.Globalization;
using Kybernet.ApiServer.Expressions.Values;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>Functions that make a value of one type of one of another. Specification: CEL's <c>langdef.md</c>; Kubernetes' libraries.</summary>
internal static class Conversions
{
    /// <summary>Null when there is no such function for these arguments.</summary>
    public static Evaluated? Apply(string name, JsonValue[] arguments) => (name, arguments) switch
    {
        ("string", [var value]) => ToText(value),
        ("int", [var value]) => ToWhole(value),
        ("uint", [var value]) => ToWhole(value) is var made && made.Value.AsInteger() < 0 ? Evaluated.Fail("unsigned integer overflow") : made,
        ("double", [var value]) => ToDouble(value),
        ("bool", [var value]) => ToTruth(value),
        ("type", [var value]) => Evaluated.Of(TypeValue.Of(value)),
        ("bytes", [{ Kind: JsonKind.String } value]) => Evaluated.Of(BytesValue.Of(value.AsString()!)),
        ("bytes", [{ Kind: JsonKind.Foreign } value]) => value.AsForeign() is BytesValue ? Evaluated.Of(value) : null,
        ("duration", [{ Kind: JsonKind.Foreign } value]) => value.AsForeign() is DurationValue ? Evaluated.Of(value) : null,
        ("timestamp", [{ Kind: JsonKind.Foreign } value]) => value.AsForeign() is TimestampValue ? Evaluated.Of(value) : null,
        ("timestamp", [{ Kind: JsonKind.Integer } value]) => TimestampValue.FromUnix(value.AsInteger()!.Value),
        ("semver", [{ Kind: JsonKind.String } text, { Kind: JsonKind.Bool } lenient]) => SemverValue.Read(text.AsString()!, lenient.AsBool() == true),
        ("isSemver", [{ Kind: JsonKind.String } text, { Kind: JsonKind.Bool } lenient]) =>
            Evaluated.Of(SemverValue.Parse(text.AsString()!, lenient.AsBool() == true) is not null),
        (_, [{ Kind: JsonKind.String } value]) => OfText(name, value.AsString()!),
        _ => null,
    };

    private static Evaluated? OfText(string name, string text) => name switch
    {
        "duration" => DurationValue.Read(text),
        "timestamp" => TimestampValue.Read(text),
        "quantity" => QuantityValue.Read(text),
        "isQuantity" => Evaluated.Of(QuantityValue.IsOne(text)),
        "ip" => IpValue.Read(text),
        "isIP" => Evaluated.Of(IpValue.Parse(text) is not null),
        "cidr" => CidrValue.Read(text),
        "isCIDR" => Evaluated.Of(CidrValue.Parse(text) is not null),
        "url" => UrlValue.Read(text),
        "isURL" => Evaluated.Of(UrlValue.Parse(text) is not null),
        "semver" => SemverValue.Read(text, isLenient: false),
        "isSemver" => Evaluated.Of(SemverValue.Parse(text) is not null),
        _ => null,
    };

    private static Evaluated ToText(JsonValue value) => value.Kind switch
    {
        JsonKind.String => Evaluated.Of(value),
        JsonKind.Bool => Evaluated.Of(value.AsBool() == true ? "true" : "false"),
        JsonKind.Integer or JsonKind.Double => Evaluated.Of(value.ToString()),
        JsonKind.Foreign when value.AsForeign() is IForeignText text => text.ToText(),
        _ => Evaluated.NoOverload,
    };

    private static Evaluated ToWhole(JsonValue value) => value.Kind switch
    {
        JsonKind.Integer => Evaluated.Of(value),
        JsonKind.Double => value.AsDouble() is > -9.2e18 and < 9.2e18 and var real ? Evaluated.Of((long)real) : Evaluated.Fail("integer overflow"),
        JsonKind.String => long.TryParse(value.AsString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? Evaluated.Of(whole)
            : Evaluated.Fail($"strconv.ParseInt: parsing \"{value.AsString()}\": invalid syntax"),
        JsonKind.Foreign when value.AsForeign() is TimestampValue moment => Evaluated.Of(moment.Value.ToUnixTimeSeconds()),
        JsonKind.Foreign when value.AsForeign() is DurationValue length => Evaluated.Of(length.Value.Nanoseconds),
        _ => Evaluated.NoOverload,
    };

    private static Evaluated ToDouble(JsonValue value) => value.Kind switch
    {
        JsonKind.Integer or JsonKind.Double => Evaluated.Of(JsonValue.From(value.AsDouble()!.Value)),
        JsonKind.String => double.TryParse(value.AsString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            ? Evaluated.OfReal(real)
            : Evaluated.Fail($"strconv.ParseFloat: parsing \"{value.AsString()}\": invalid syntax"),
        _ => Evaluated.NoOverload,
    };

    private static Evaluated ToTruth(JsonValue value) => (value.Kind, value.AsString()) switch
    {
        (JsonKind.Bool, _) => Evaluated.Of(value),
        (_, "1" or "t" or "T" or "true" or "TRUE" or "True") => Evaluated.Of(true),
        (_, "0" or "f" or "F" or "false" or "FALSE" or "False") => Evaluated.Of(false),
        (JsonKind.String, var text) => Evaluated.Fail($"strconv.ParseBool: parsing \"{text}\": invalid syntax"),
        _ => Evaluated.NoOverload,
    };
}
