using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Codecs;

/// <summary>A list of strings that is a message of its own in protobuf.</summary>
public readonly struct StringListCodec : IFieldCodec<ListOf<string>>
{
    public static uint WireType => 2;

    public static ListOf<string> ReadJson(ref JsonReader reader) => ListCodec<string, SharedStringCodec>.ReadJson(ref reader, "[]string");

    public static void WriteJson(JsonWriter writer, ListOf<string> value) => ListCodec<string, SharedStringCodec>.WriteJson(writer, value);

    public static ListOf<string> ReadProto(ref ProtoReader reader)
    {
        var outer = reader.BeginMessage();
        var items = new Repeated<string>();
        while (reader.NextField(out var tag))
        {
            if (tag == ((1 << 3) | 2)) ListCodec<string, SharedStringCodec>.ReadProto(ref reader, tag, ref items);
            else reader.SkipUnknown(tag, 1 << 1, "list of strings");
        }

        reader.EndMessage(outer);
        return items.After(ListOf<string>.Empty);
    }

    public static void WriteProto(ProtoWriter writer, int field, ListOf<string> value)
    {
        var before = writer.Length;
        ListCodec<string, SharedStringCodec>.WriteProto(writer, 1, value);
        writer.Message(field, before);
    }
}
