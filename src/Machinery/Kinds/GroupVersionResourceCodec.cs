using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Kinds;

/// <summary>A resource as a field of admission reviews and discovery documents.</summary>
public readonly struct GroupVersionResourceCodec : IFieldCodec<GroupVersionResource>
{
    public static uint WireType => 2;

    public static GroupVersionResource ReadJson(ref JsonReader reader)
    {
        var (group, version, resource) = ("", "", "");
        if (!reader.BeginObject("v1.GroupVersionResource")) return default;
        ulong seen = 0;
        while (reader.NextMember(out var name))
        {
            if (name.SequenceEqual("group"u8)) Read(ref reader, ref seen, 0, ref group);
            else if (name.SequenceEqual("version"u8)) Read(ref reader, ref seen, 1, ref version);
            else if (name.SequenceEqual("resource"u8)) Read(ref reader, ref seen, 2, ref resource);
            else reader.SkipUnknown();
        }

        if (reader.Failed) reader.Blame("GroupVersionResource");
        return new(group, version, resource);
    }

    public static void WriteJson(JsonWriter writer, GroupVersionResource value)
    {
        writer.BeginObject();
        writer.Name("\"group\":"u8);
        writer.String(value.Group);
        writer.Name("\"version\":"u8);
        writer.String(value.Version);
        writer.Name("\"resource\":"u8);
        writer.String(value.Resource);
        writer.EndObject();
    }

    public static GroupVersionResource ReadProto(ref ProtoReader reader)
    {
        var (group, version, resource) = ("", "", "");
        var outer = reader.BeginMessage();
        while (reader.NextField(out var tag))
        {
            if (tag == ((1 << 3) | 2)) group = reader.ReadSharedString();
            else if (tag == ((2 << 3) | 2)) version = reader.ReadSharedString();
            else if (tag == ((3 << 3) | 2)) resource = reader.ReadSharedString();
            else reader.SkipUnknown(tag, 0b1110, "GroupVersionResource");
        }

        reader.EndMessage(outer);
        return new(group, version, resource);
    }

    public static void WriteProto(ProtoWriter writer, int field, GroupVersionResource value)
    {
        var before = writer.Length;
        writer.String(3, value.Resource);
        writer.String(2, value.Version);
        writer.String(1, value.Group);
        writer.Message(field, before);
    }

    private static void Read(ref JsonReader reader, ref ulong seen, int member, ref string value)
    {
        reader.Once(ref seen, member);
        value = reader.ReadSharedString();
    }
}
