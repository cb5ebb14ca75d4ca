using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
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

    /// <summary>Written and not flushed.</summary>
    public long UnflushedBytes { get; private set; }

    public void Event(string type, StoredObject stored)
    {
        if (objects.Form is { Form: ObjectForm.Whole, Format: WireFormat.Json })
        {
            Line(type, stored.Json.Span);
            return;
        }

        if (objects.Form is { Form: ObjectForm.Whole, Format: WireFormat.Protobuf })
        {
            UnflushedBytes += ProtoFrame.Write(output, type, stored.Value.Gvk, stored.Proto.Span);
            return;
        }

        if (objects.Form.Format == WireFormat.Protobuf)
        {
            var envelope = new ArrayBufferWriter<byte>(stored.Proto.Length + 64);
            objects.Write(envelope, stored);
            Frame(type, envelope.WrittenSpan);
            return;
        }

        if (objects.Table is { } table)
        {
            using var json = new JsonWriter();
            table.Write(json, [stored], stored.Value.Metadata.ResourceVersion, "", null, withColumns: !_hasColumns);
            _hasColumns = true;
            Line(type, json.Written);
            return;
        }

        var other = new ArrayBufferWriter<byte>();
        objects.Write(other, stored);
        Line(type, other.WrittenSpan);
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

    public ValueTask<FlushResult> FlushAsync(CancellationToken cancel)
    {
        UnflushedBytes = 0;
        return output.FlushAsync(cancel);
    }

    private void Kind(string type, IKind value)
    {
        if (objects.Form.Format == WireFormat.Protobuf)
        {
            Frame(type, ObjectProtobuf.Encode(value));
            return;
        }

        Line(type, ObjectJson.Encode(value));
    }

    // One span a line: the pipe is asked once for each event of each watcher.
    private void Line(string type, ReadOnlySpan<byte> json)
    {
        var before = "{\"type\":\""u8;
        var between = "\",\"object\":"u8;
        var after = "}\n"u8;
        var length = before.Length + type.Length + between.Length + json.Length + after.Length;
        var rest = output.GetSpan(length);
        before.CopyTo(rest);
        rest = rest[before.Length..];
        rest = rest[Encoding.ASCII.GetBytes(type, rest)..];
        between.CopyTo(rest);
        rest = rest[between.Length..];
        json.CopyTo(rest);
        after.CopyTo(rest[json.Length..]);
        output.Advance(length);
        UnflushedBytes += length;
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
        UnflushedBytes += writer.Length;
    }
}
