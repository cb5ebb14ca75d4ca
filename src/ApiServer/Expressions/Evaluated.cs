using Kybernet.ApiServer.Expressions.Values;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions;

/// <summary>What an expression comes to: a value, or an error, which is a value of CEL that most operators pass on.</summary>
/// <param name="Value">Null when there is an error.</param>
/// <param name="Error">Empty when there is none.</param>
internal readonly record struct Evaluated(JsonValue Value, string Error)
{
    public bool IsError => Error.Length > 0;

    /// <summary>Null for anything but a truth value.</summary>
    public bool? Truth => IsError ? null : Value.AsBool();

    public static Evaluated Of(JsonValue value) => new(value, "");

    public static Evaluated Of(IForeignValue value) => new(JsonValue.FromForeign(value), "");

    /// <summary>JSON has no number for what is none, or has no end.</summary>
    public static Evaluated OfReal(double value) => double.IsFinite(value) ? new(JsonValue.From(value), "") : Fail("number out of range");

    public static Evaluated Fail(string error) => new(default, error);

    public static Evaluated NoOverload { get; } = Fail("no such overload");
}
