using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Codecs;

/// <summary>The message around raw JSON: one field of bytes, left out when there are none at all.</summary>
internal static class RawBytes
{
    public static byte[]? Read(ref ProtoReader reader, string type, bool isShared = false)
    {
        byte[]? bytes = null;
        var outer = reader.BeginMessage();
        while (reader.NextField(out var tag))
        {
            if (tag == ((1 << 3) | 2)) bytes = isShared ? reader.ReadSharedBytes() : reader.ReadBytes();
            else reader.SkipUnknown(tag, 1 << 1, type);
        }

        reader.EndMessage(outer);
        return bytes;
    }

    public static void Write(ProtoWriter writer, int field, bool absent, ReadOnlySpan<byte> bytes)
    {
        var before = writer.Length;
        if (!absent) writer.Bytes(1, bytes);
        writer.Message(field, before);
    }
}
