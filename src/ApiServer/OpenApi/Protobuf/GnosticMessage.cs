using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.ApiServer.OpenApi.Protobuf;

/// <summary>Writes a JSON value as one field of a message.</summary>
internal delegate void GnosticField(ProtoWriter writer, int number, JsonValue value);

/// <summary>
/// One of gnostic's messages as a table: which member of the JSON object is which field. Members the table does not name are left out,
/// as gnostic leaves out what it does not know.
/// </summary>
/// <param name="extensions">The number of the field for members that start with <c>x-</c>; 0 without one.</param>
internal sealed class GnosticMessage(int extensions, params (string Member, int Number, GnosticField Write)[] fields)
{
    private readonly (string Member, int Number, GnosticField Write)[] _descending = [.. fields.OrderByDescending(field => field.Number)];

    /// <summary>Writes the fields, without a prefix.</summary>
    public void Write(ProtoWriter writer, JsonValue value)
    {
        // No table has a field above its extensions, but Info's summary, which the server does not have.
        if (extensions > 0) WriteExtensions(writer, value);
        foreach (var (member, number, write) in _descending)
            if (value[member] is { IsNull: false } found) write(writer, number, found);
    }

    /// <summary>Writes the message as a field.</summary>
    public void WriteField(ProtoWriter writer, int number, JsonValue value)
    {
        var before = writer.Length;
        Write(writer, value);
        writer.Message(number, before);
    }

    private void WriteExtensions(ProtoWriter writer, JsonValue value)
    {
        var members = value.Members.AsSpan();
        for (var i = members.Length - 1; i >= 0; i--)
        {
            if (members[i].Key.StartsWith("x-", StringComparison.Ordinal))
                Gnostic.WriteNamed(writer, extensions, members[i].Key, members[i].Value, Gnostic.Any);
        }
    }
}
