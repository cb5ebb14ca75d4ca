using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Codecs;

/// <summary>A quantity: its canonical string in JSON (numbers are read too), a message with that string in protobuf.</summary>
public readonly struct QuantityCodec : IFieldCodec<Quantity>
{
    public static uint WireType => 2;

    public static Quantity ReadJson(ref JsonReader reader)
    {
        if (reader.TryReadNull()) return default;
        var start = reader.Position;
        var isString = reader.PeekValue() == '"';
        var text = isString ? reader.ReadStringSpan("resource.Quantity") : reader.ReadRaw();
        if (reader.Failed) return default;
        if (Quantity.TryParse(text.Trim(" \t\r\n"u8), out var quantity, out var error)) return quantity;
        reader.Fail(start, error.Message);
        return default;
    }

    public static void WriteJson(JsonWriter writer, Quantity value)
    {
        Span<byte> text = stackalloc byte[64];
        if (value.TryFormat(text, out var length)) writer.Plain(text[..length]);
        else writer.String(value.ToString());
    }

    public static Quantity ReadProto(ref ProtoReader reader)
    {
        var outer = reader.BeginMessage();
        var value = default(Quantity);
        while (reader.NextField(out var tag))
        {
            if (tag != ((1 << 3) | 2))
            {
                reader.SkipUnknown(tag, 1 << 1, "Quantity");
                continue;
            }

            var text = reader.ReadSpan();
            if (!reader.Failed && !Quantity.TryParse(text, out value, out var error)) reader.Fail(error.Message);
        }

        reader.EndMessage(outer);
        return value;
    }

    public static void WriteProto(ProtoWriter writer, int field, Quantity value)
    {
        var before = writer.Length;
        Span<byte> text = stackalloc byte[64];
        if (value.TryFormat(text, out var length)) writer.Bytes(1, text[..length]);
        else writer.String(1, value.ToString());
        writer.Message(field, before);
    }
}
