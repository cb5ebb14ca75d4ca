using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.ApiServer.OpenApi.Protobuf;

/// <summary>
/// The kinds of fields that gnostic's messages are made of. Upstream: <c>github.com/google/gnostic-models</c>. All are written from
/// their end, as <see cref="ProtoWriter"/> wants it; zero values are left out as proto3 does.
/// </summary>
internal static class Gnostic
{
    public static GnosticField Text { get; } = static (writer, number, value) =>
    {
        if (value.AsString() is { Length: > 0 } text) writer.String(number, text);
    };

    public static GnosticField Flag { get; } = static (writer, number, value) =>
    {
        if (value.AsBool() == true) writer.Bool(number, true);
    };

    public static GnosticField Integer { get; } = static (writer, number, value) =>
    {
        if (value.AsInteger() is { } integer and not 0) writer.Int(number, integer);
    };

    public static GnosticField Number { get; } = static (writer, number, value) =>
    {
        if (value.AsDouble() is { } amount and not 0) writer.Double(number, amount);
    };

    /// <summary><c>Any</c>: a value as YAML text. JSON is YAML.</summary>
    public static GnosticField Any { get; } = static (writer, number, value) =>
    {
        var before = writer.Length;
        writer.String(2, value.ToString());
        writer.Message(number, before);
    };

    public static GnosticField Texts { get; } = Repeated(static (writer, number, value) => writer.String(number, value.AsString()));

    /// <summary>A repeated field: the items of an array, or the one value that stands for an array of one.</summary>
    public static GnosticField Repeated(GnosticField item) => (writer, number, value) =>
    {
        if (value.Kind != JsonKind.Array)
        {
            item(writer, number, value);
            return;
        }

        for (var i = value.Items.Count - 1; i >= 0; i--) item(writer, number, value.Items[i]);
    };

    /// <summary>A message with one repeated field of names and values.</summary>
    public static GnosticField Map(GnosticField value, int entries = 1) => (writer, number, members) =>
    {
        var before = writer.Length;
        WriteEntries(writer, entries, members, value);
        writer.Message(number, before);
    };

    /// <summary>A message with one field: what makes an alternative of a oneof.</summary>
    public static GnosticField Wrapped(int inner, GnosticField content) => (writer, number, value) =>
    {
        var before = writer.Length;
        content(writer, inner, value);
        writer.Message(number, before);
    };

    /// <summary>A oneof of a reference and the thing itself.</summary>
    public static GnosticField OrReference(int thing, GnosticField content, int reference, GnosticField pointer) =>
        (writer, number, value) =>
        {
            var before = writer.Length;
            if (value["$ref"].IsNull) content(writer, thing, value);
            else pointer(writer, reference, value);
            writer.Message(number, before);
        };

    public static void WriteEntries(ProtoWriter writer, int number, JsonValue members, GnosticField value)
    {
        var entries = members.Members.AsSpan();
        for (var i = entries.Length - 1; i >= 0; i--) WriteNamed(writer, number, entries[i].Key, entries[i].Value, value);
    }

    public static void WriteNamed(ProtoWriter writer, int number, string name, JsonValue value, GnosticField content)
    {
        var before = writer.Length;
        content(writer, 2, value);
        writer.String(1, name);
        writer.Message(number, before);
    }
}
