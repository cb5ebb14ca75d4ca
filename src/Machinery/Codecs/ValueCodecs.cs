using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Codecs;

/// <summary>Bytes: base64 in JSON.</summary>
public readonly struct BytesCodec : IFieldCodec<Bytes>
{
    public static uint WireType => 2;

    public static Bytes ReadJson(ref JsonReader reader) => Bytes.Adopt(reader.ReadBytes());

    public static void WriteJson(JsonWriter writer, Bytes value)
    {
        if (value.IsAbsent) writer.Null();
        else writer.Base64(value.Span);
    }

    public static Bytes ReadProto(ref ProtoReader reader) => Bytes.Adopt(reader.ReadBytes());

    public static void WriteProto(ProtoWriter writer, int field, Bytes value) => writer.Bytes(field, value.Span);
}

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

/// <summary>RFC 3339 in JSON, <c>null</c> for the zero time; seconds and nanoseconds since 1970 in protobuf, nothing for the zero time.</summary>
public readonly struct TimeCodec : IFieldCodec<Time>
{
    public static uint WireType => 2;

    public static Time ReadJson(ref JsonReader reader)
    {
        if (reader.TryReadNull()) return default;
        var start = reader.Position;
        var text = reader.ReadStringSpan("string");
        if (reader.Failed) return default;
        if (Time.TryParse(text, out var time, out var error)) return time;
        reader.Fail(start, error);
        return default;
    }

    public static void WriteJson(JsonWriter writer, Time value)
    {
        Span<byte> text = stackalloc byte[Time.MaxFormattedLength];
        if (value.IsZero || !value.TryFormat(text, out var length)) writer.Null();
        else writer.Plain(text[..length]);
    }

    public static Time ReadProto(ref ProtoReader reader) => Timestamp.Read(ref reader, out var seconds, out _) ? Time.FromUnixSeconds(seconds) : default;

    public static void WriteProto(ProtoWriter writer, int field, Time value)
    {
        var before = writer.Length;
        if (!value.IsZero) Timestamp.Write(writer, value.UnixSeconds, 0);
        writer.Message(field, before);
    }
}

/// <summary>The same with six digits of fraction.</summary>
public readonly struct MicroTimeCodec : IFieldCodec<MicroTime>
{
    public static uint WireType => 2;

    public static MicroTime ReadJson(ref JsonReader reader)
    {
        if (reader.TryReadNull()) return default;
        var start = reader.Position;
        var text = reader.ReadStringSpan("string");
        if (reader.Failed) return default;
        if (MicroTime.TryParse(text, out var time, out var error)) return time;
        reader.Fail(start, error);
        return default;
    }

    public static void WriteJson(JsonWriter writer, MicroTime value)
    {
        Span<byte> text = stackalloc byte[MicroTime.MaxFormattedLength];
        if (value.IsZero || !value.TryFormat(text, out var length)) writer.Null();
        else writer.Plain(text[..length]);
    }

    public static MicroTime ReadProto(ref ProtoReader reader) =>
        Timestamp.Read(ref reader, out var seconds, out var nanos) ? MicroTime.FromUnix(seconds, nanos) : default;

    public static void WriteProto(ProtoWriter writer, int field, MicroTime value)
    {
        var before = writer.Length;
        if (!value.IsZero) Timestamp.Write(writer, value.UnixSeconds, value.Nanos);
        writer.Message(field, before);
    }
}

/// <summary>Any JSON value; a message with its bytes in protobuf.</summary>
public readonly struct RawExtensionCodec : IFieldCodec<RawExtension>
{
    public static uint WireType => 2;

    public static RawExtension ReadJson(ref JsonReader reader) => RawExtension.Read(ref reader);

    public static void WriteJson(JsonWriter writer, RawExtension value) => value.Write(writer);

    public static RawExtension ReadProto(ref ProtoReader reader) =>
        RawBytes.Read(ref reader, "RawExtension") is { } bytes ? RawExtension.FromWire(bytes) : default;

    public static void WriteProto(ProtoWriter writer, int field, RawExtension value) => RawBytes.Write(writer, field, value.IsAbsent, value.Span);
}

/// <summary>The fields of a manager: JSON, and a message with its bytes in protobuf.</summary>
public readonly struct FieldsV1Codec : IFieldCodec<FieldsV1>
{
    public static uint WireType => 2;

    public static FieldsV1 ReadJson(ref JsonReader reader) => FieldsV1.Read(ref reader);

    public static void WriteJson(JsonWriter writer, FieldsV1 value) => value.Write(writer);

    public static FieldsV1 ReadProto(ref ProtoReader reader) =>
        RawBytes.Read(ref reader, "FieldsV1", isShared: true) is { } bytes ? FieldsV1.FromWire(bytes) : default;

    public static void WriteProto(ProtoWriter writer, int field, FieldsV1 value) => RawBytes.Write(writer, field, value.IsAbsent, value.Span);
}

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
