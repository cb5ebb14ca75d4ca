using Kybernet.Machinery.Protobuf;

namespace Kybernet.Machinery.Codecs;

/// <summary>The message that holds a time: seconds since 1970 and nanoseconds.</summary>
internal static class Timestamp
{
    /// <summary>Reads the message; false when it is empty, which is the zero time.</summary>
    public static bool Read(ref ProtoReader reader, out long seconds, out int nanos)
    {
        seconds = 0;
        nanos = 0;
        var outer = reader.BeginMessage();
        var present = !reader.AtEnd;
        while (reader.NextField(out var tag))
        {
            if (tag == 1 << 3) seconds = reader.ReadInt64();
            else if (tag == 2 << 3) nanos = reader.ReadInt32();
            else reader.SkipUnknown(tag, 0b110, "Timestamp");
        }

        reader.EndMessage(outer);
        return present;
    }

    public static void Write(ProtoWriter writer, long seconds, int nanos)
    {
        writer.Int(2, nanos);
        writer.Int(1, seconds);
    }
}
