using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Client.Transport.Https;

/// <summary>Reads what a server answers with: protobuf or JSON, one object or a list, of kinds the program knows or not.</summary>
internal sealed class ObjectBytes(Scheme scheme, DecodeOptions options)
{
    public const string Json = "application/json";
    public const string Protobuf = "application/vnd.kubernetes.protobuf";

    public Scheme Scheme => scheme;

    /// <summary>Anything with a kind: an object, a Status.</summary>
    /// <exception cref="IOException">The bytes are no object.</exception>
    public IKind Read(ReadOnlySpan<byte> bytes)
    {
        if (ObjectProtobuf.IsEnvelope(bytes)) return Value(ObjectProtobuf.Decode(bytes, scheme, options));
        var header = TypeHeader.Peek(bytes, options, out var fault);
        if (fault is not null) throw new IOException($"the server's answer cannot be read: {fault.Message}");
        return scheme.Find(header.Gvk) is null ? Value(DynamicObject.Decode(bytes, options)) : Value(ObjectJson.Decode(bytes, scheme, options));
    }

    /// <summary>An object of the kind with nothing but its name, where the server says no more.</summary>
    public IObject Named(GroupVersionKind? kind, ObjectMeta metadata)
    {
        if (kind is not { } known || scheme.Find(known) is not { } codec) return new DynamicObject(kind ?? default) { Metadata = metadata };
        var reader = new JsonReader("{}"u8, options);
        return ((IObject)codec.ReadJson(ref reader)).WithMetadata(metadata);
    }

    /// <summary>Adds a list's items.</summary>
    /// <exception cref="IOException">The bytes are no list.</exception>
    public ListMeta ReadList(ReadOnlySpan<byte> bytes, List<IObject> items) =>
        ObjectProtobuf.IsEnvelope(bytes) ? ReadProtoList(bytes, items) : ReadJsonList(bytes, items);

    private ListMeta ReadProtoList(ReadOnlySpan<byte> bytes, List<IObject> items)
    {
        var kind = ObjectProtobuf.PeekKind(bytes) ?? default;
        var codec = scheme.Find(ItemKind(kind)) ?? throw new IOException($"the server answered with a list of the unknown kind {kind}");
        var reader = new ProtoReader(ProtoEnvelope.Content(bytes, options), options);
        var metadata = ListMeta.Empty;
        while (reader.NextField(out var tag))
        {
            switch (tag)
            {
                case (1 << 3) | 2:
                    var inner = new ProtoReader(reader.ReadSpan(), options);
                    metadata = ListMeta.ReadProto(ref inner, null);
                    break;
                case (2 << 3) | 2:
                    inner = new ProtoReader(reader.ReadSpan(), options);
                    items.Add((IObject)codec.ReadProto(ref inner));
                    if (inner.Fault is { } wrong) throw new IOException($"an item of the server's {kind.Kind} cannot be read: {wrong}");
                    break;
                default:
                    reader.SkipField(tag);
                    break;
            }
        }

        return reader.Fault is { } fault ? throw new IOException($"the server's {kind.Kind} cannot be read: {fault}") : metadata;
    }

    private ListMeta ReadJsonList(ReadOnlySpan<byte> bytes, List<IObject> items)
    {
        var header = TypeHeader.Peek(bytes, options, out _);
        var kind = ItemKind(header.Gvk);
        var reader = new JsonReader(bytes, options);
        var metadata = ListMeta.Empty;
        if (reader.BeginObject("List"))
        {
            while (reader.NextMember(out var name))
            {
                if (name.SequenceEqual("metadata"u8)) metadata = ListMeta.ReadJson(ref reader, null);
                else if (name.SequenceEqual("items"u8)) ReadItems(ref reader, kind, items);
                else reader.SkipValue();
            }
        }

        return reader.Fault is { } fault ? throw new IOException($"the server's list cannot be read: {fault.Message}") : metadata;
    }

    private void ReadItems(ref JsonReader reader, GroupVersionKind kind, List<IObject> items)
    {
        var codec = scheme.Find(kind);
        if (!reader.BeginArray("[]Object")) return;
        while (reader.NextItem())
            items.Add(codec is null ? (IObject)Value(DynamicObject.Decode(reader.ReadRaw(), options)) : (IObject)codec.ReadJson(ref reader));
    }

    private static GroupVersionKind ItemKind(GroupVersionKind list) =>
        list.Kind.EndsWith("List", StringComparison.Ordinal) ? list with { Kind = list.Kind[..^4] } : list;

    private static IKind Value<T>(Decoded<T> decoded)
        where T : class, IKind =>
        decoded.Value ?? throw new IOException($"the server's answer cannot be read: {decoded.Error!.Message}");
}
