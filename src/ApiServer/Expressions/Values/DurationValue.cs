using System.Globalization;
using System.Text;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Expressions.Values;

/// <summary>A length of time.</summary>
internal sealed record DurationValue(Duration Value) : IForeignValue, IForeignText
{
    private const long Second = 1_000_000_000;

    public string Type => "google.protobuf.Duration";

    public static Evaluated Read(string text) => Duration.TryParse(Encoding.UTF8.GetBytes(text), out var duration, out var problem)
        ? Evaluated.Of(new DurationValue(duration))
        : Evaluated.Fail(problem);

    public Evaluated? Call(string method, ListOf<JsonValue> arguments) => (method, arguments.Count) switch
    {
        ("getHours", 0) => Evaluated.Of(Value.Nanoseconds / (3600 * Second)),
        ("getMinutes", 0) => Evaluated.Of(Value.Nanoseconds / (60 * Second)),
        ("getSeconds", 0) => Evaluated.Of(Value.Nanoseconds / Second),
        ("getMilliseconds", 0) => Evaluated.Of(Value.Nanoseconds / 1_000_000 % 1000),
        _ => null,
    };

    public Evaluated ToText() => Evaluated.Of(ToString());

    /// <summary>Whole seconds, and a fraction where there is one.</summary>
    public override string ToString() =>
        ((decimal)Value.Nanoseconds / Second).ToString("0.#########", CultureInfo.InvariantCulture) + "s";
}
