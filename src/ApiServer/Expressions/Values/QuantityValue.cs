using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Expressions.Values;

/// <summary>An amount such as <c>1.5Gi</c>. Upstream: <c>library/quantity.go</c>.</summary>
internal sealed record QuantityValue(Quantity Value) : IForeignValue
{
    public string Type => "kubernetes.Quantity";

    public static Evaluated Read(string text) => Quantity.TryParse(text, out var quantity)
        ? Evaluated.Of(new QuantityValue(quantity))
        : Evaluated.Fail("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");

    public static bool IsOne(string text) => Quantity.TryParse(text, out _);

    public Evaluated? Call(string method, ListOf<JsonValue> arguments) => (method, arguments) switch
    {
        ("isInteger", []) => Evaluated.Of(Value.AsInt64(out _)),
        ("asInteger", []) => Value.AsInt64(out var whole) ? Evaluated.Of(whole) : Evaluated.Fail("cannot convert value to integer"),
        ("asApproximateFloat", []) => Evaluated.OfReal(Value.AsApproximateDouble()),
        ("sign", []) => Evaluated.Of(Value.Sign),
        ("add", [var other]) => AmountOf(other) is { } more ? Evaluated.Of(new QuantityValue(Value + more)) : null,
        ("sub", [var other]) => AmountOf(other) is { } less ? Evaluated.Of(new QuantityValue(Value - less)) : null,
        ("compareTo", [var other]) when other.AsForeign() is QuantityValue quantity => Evaluated.Of(Math.Sign(Value.CompareTo(quantity.Value))),
        ("isGreaterThan", [var other]) when other.AsForeign() is QuantityValue quantity => Evaluated.Of(Value > quantity.Value),
        ("isLessThan", [var other]) when other.AsForeign() is QuantityValue quantity => Evaluated.Of(Value < quantity.Value),
        _ => null,
    };

    public override string ToString() => Value.ToString();

    private static Quantity? AmountOf(JsonValue value) =>
        value.AsForeign() is QuantityValue quantity ? quantity.Value
        : value.AsInteger() is { } whole ? Quantity.New(whole, QuantityFormat.DecimalExponent)
        : null;
}
