using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Codecs;

/// <summary>A number or a string in JSON; in protobuf a message that says which.</summary>
public readonly struct IntOrStringCodec : IFieldCodec<IntOrString>
{
    public static uint WireType => 2;

    public static IntOrString ReadJson(ref JsonReader reader) => reader.PeekValue() == '"'
        ? IntOrString.FromString(reader.ReadSharedString())
        : IntOrString.FromInt32(reader.ReadInt32());

    public static void WriteJson(JsonWriter writer, IntOrString value)
    {
        if (value.Type == IntOrStringType.String) writer.String(value.StrVal);
        else writer.Int(value.IntVal);
    }

    public static IntOrString ReadProto(ref ProtoReader reader)
    {
        var outer = reader.BeginMessage();
        var isString = false;
        var number = 0;
        var text = "";
        while (reader.NextField(out var tag))
        {
            if (tag == 1 << 3) isString = reader.ReadInt64() != 0;
            else if (tag == 2 << 3) number = reader.ReadInt32();
            else if (tag == ((3 << 3) | 2)) text = reader.ReadSharedString();
            else reader.SkipUnknown(tag, 0b1110, "IntOrString");
        }

        reader.EndMessage(outer);
        return isString ? IntOrString.FromString(text) : IntOrString.FromInt32(number);
    }

    public static void WriteProto(ProtoWriter writer, int field, IntOrString value)
    {
        var before = writer.Length;
        writer.String(3, value.Type == IntOrStringType.String ? value.StrVal : "");
        writer.Int(2, value.Type == IntOrStringType.String ? 0 : value.IntVal);
        writer.Int(1, value.Type == IntOrStringType.String ? 1 : 0);
        writer.Message(field, before);
    }
}
