using System.Text;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.ApiServer.OpenApi.Protobuf;

/// <summary>
/// The members of a JSON object as slices of its text, so that a large document is turned into protobuf one definition or path at a
/// time and never stands in memory as a tree.
/// </summary>
internal readonly struct JsonMembers
{
    private readonly List<(string Name, ReadOnlyMemory<byte> Value)> _members;

    /// <exception cref="InvalidOperationException">The text is no JSON object.</exception>
    public JsonMembers(ReadOnlyMemory<byte> json)
    {
        _members = [];
        var reader = new JsonReader(json.Span, DecodeOptions.Default);
        if (reader.BeginObject("object"))
        {
            while (reader.NextMember(out var name))
            {
                var member = Encoding.UTF8.GetString(name);
                var length = reader.ReadRaw().Length;
                _members.Add((member, json.Slice(reader.Position - length, length)));
            }
        }

        if (reader.Failed) throw new InvalidOperationException($"the document is no JSON: {reader.Fault}");
    }

    /// <summary>The text of a member; empty when there is none.</summary>
    public ReadOnlyMemory<byte> this[string name] => _members.Find(member => member.Name == name).Value;

    /// <summary>Writes a member as a field; nothing when there is none.</summary>
    public void WriteMember(ProtoWriter writer, string name, int number, GnosticField field)
    {
        if (Parse(this[name]) is { IsNull: false } value) field(writer, number, value);
    }

    /// <summary>Writes every member as a named entry, last first.</summary>
    public void Write(ProtoWriter writer, int number, GnosticField value)
    {
        for (var i = _members.Count - 1; i >= 0; i--)
            Gnostic.WriteNamed(writer, number, _members[i].Name, Parse(_members[i].Value), value);
    }

    private static JsonValue Parse(ReadOnlyMemory<byte> json)
    {
        if (json.IsEmpty) return default;
        var reader = new JsonReader(json.Span, DecodeOptions.Default);
        return JsonValueCodec.ReadJson(ref reader);
    }
}
