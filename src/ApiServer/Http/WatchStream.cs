using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.ApiServer.Http;

/// <summary>Writes watch events: lines of JSON, or protobuf messages behind their length in four bytes.</summary>
internal sealed class WatchStream(PipeWriter output, ObjectWriter objects)
{
    private const string InitialEventsEnd = "k8s.io/initial-events-end";

    private bool _hasColumns;

    public void Event(string type, StoredObject stored)
    {
        if (objects.Form.Format == WireFormat.Protobuf)
        {
            var envelope = new ArrayBufferWriter<byte>(stored.Proto.Length + 64);
            objects.Write(envelope, stored);
            Frame(type, envelope.WrittenSpan);
            return;
        }

        Begin(type);
        if (objects.Table is { } table)
        {
            using var json = new JsonWriter();
            table.Write(json, [stored], stored.Value.Metadata.ResourceVersion, "", null, withColumns: !_hasColumns);
            _hasColumns = true;
            output.Write(json.Written);
        }
        else
        {
            objects.Write(output, stored);
        }

        output.Write("}\n"u8);
    }

    /// <summary>Says up to which revision everything has been said.</summary>
    public void Bookmark(IObject empty, long revision, bool endsInitialEvents)
    {
        var metadata = new ObjectMeta { ResourceVersion = revision.ToString(CultureInfo.InvariantCulture) };
        if (endsInitialEvents) metadata = metadata with { Annotations = MapOf.Of((InitialEventsEnd, "true")) };
        var mark = empty.WithMetadata(metadata);
        if (objects.Form.Form == ObjectForm.Metadata) Kind("BOOKMARK", new PartialObjectMetadata { Metadata = metadata });
        else if (objects.Table is not null) Event("BOOKMARK", StoredObject.Unstored("", mark));
        else Kind("BOOKMARK", mark);
    }

    public void Error(Status status) => Kind("ERROR", status);

    public ValueTask<FlushResult> FlushAsync(CancellationToken cancel) => output.FlushAsync(cancel);

    private void Kind(string type, IKind value)
    {
        if (objects.Form.Format == WireFormat.Protobuf)
        {
            Frame(type, ObjectProtobuf.Encode(value));
            return;
        }

        Begin(type);
        ObjectJson.Encode(value, output);
        output.Write("}\n"u8);
    }

    private void Begin(string type)
    {
        output.Write("{\"type\":\""u8);
        foreach (var letter in type)
        {
            output.GetSpan(1)[0] = (byte)letter;
            output.Advance(1);
        }

        output.Write("\",\"object\":"u8);
    }

    // The event itself has no envelope, only the object in it (upstream: the raw serialiser of streams).
    private void Frame(string type, ReadOnlySpan<byte> envelope)
    {
        using var writer = new ProtoWriter(envelope.Length + 64);
        var before = writer.Length;
        writer.Bytes(1, envelope);
        writer.Message(2, before);
        writer.String(1, type);
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(4), writer.Length);
        output.Advance(4);
        output.Write(writer.Written);
    }
}
