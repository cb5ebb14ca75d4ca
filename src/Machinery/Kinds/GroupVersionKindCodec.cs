using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Kinds;

/// <summary>A kind as a field of admission reviews and discovery documents.</summary>
public readonly struct GroupVersionKindCodec : IFieldCodec<GroupVersionKind>
{
    public static uint WireType => 2;

    public static GroupVersionKind ReadJson(ref JsonReader reader)
    {
        var (group, version, kind) = ("", "", "");
        if (!reader.BeginObject("v1.GroupVersionKind")) return default;
        ulong seen = 0;
        while (reader.NextMember(out var name))
        {
            if (name.SequenceEqual("group"u8)) Read(ref reader, ref seen, 0, ref group);
            else if (name.SequenceEqual("version"u8)) Read(ref reader, ref seen, 1, ref version);
            else if (name.SequenceEqual("kind"u8)) Read(ref reader, ref seen, 2, ref kind);
            else reader.SkipUnknown();
        }

        if (reader.Failed) reader.Blame("GroupVersionKind");
        return new(group, version, kind);
    }

    public static void WriteJson(JsonWriter writer, GroupVersionKind value)
    {
        writer.BeginObject();
        writer.Name("\"group\":"u8);
        writer.String(value.Group);
        writer.Name("\"version\":"u8);
        writer.String(value.Version);
        writer.Name("\"kind\":"u8);
        writer.String(value.Kind);
        writer.EndObject();
    }

    public static GroupVersionKind ReadProto(ref ProtoReader reader)
    {
        var (group, version, kind) = ("", "", "");
        var outer = reader.BeginMessage();
        while (reader.NextField(out var tag))
        {
            if (tag == ((1 << 3) | 2)) group = reader.ReadSharedString();
            else if (tag == ((2 << 3) | 2)) version = reader.ReadSharedString();
            else if (tag == ((3 << 3) | 2)) kind = reader.ReadSharedString();
            else reader.SkipUnknown(tag, 0b1110, "GroupVersionKind");
        }

        reader.EndMessage(outer);
        return new(group, version, kind);
    }

    public static void WriteProto(ProtoWriter writer, int field, GroupVersionKind value)
    {
        var before = writer.Length;
        writer.String(3, value.Kind);
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
