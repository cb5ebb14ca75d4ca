using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Protobuf;
using Kybernet.Machinery.Yaml;

namespace Kybernet.ApiServer.Http;

/// <summary>Writes lists. Whole objects in JSON and protobuf are a walk over the cache's bytes: nothing is encoded here.</summary>
internal sealed class ListWriter(BulkTurns turns)
{
    // Lets the client read while the rest is written, keeps what waits in memory small, and is a turn of a millisecond at most.
    private const int FlushBytes = 128 * 1024;

    /// <param name="output">Where to.</param>
    /// <param name="resource">What the objects are.</param>
    /// <param name="list">The objects.</param>
    /// <param name="objects">In which form.</param>
    /// <param name="crowd">Who asks is one of a crowd, and waits here between pieces; else null.</param>
    /// <param name="cancel">The client is gone.</param>
    public async ValueTask WriteAsync(
        PipeWriter output, Resource resource, ListChunk list, ObjectWriter objects, CrowdTurns? crowd, CancellationToken cancel)
    {
        switch (objects.Form.Form, objects.Form.Format)
        {
            case (ObjectForm.Whole, WireFormat.Json):
                await WriteJsonAsync(output, resource, list, crowd, cancel);
                break;
            case (ObjectForm.Whole, WireFormat.Protobuf):
                await WriteProtoAsync(output, resource, list, crowd, cancel);
                break;
            case (ObjectForm.Metadata, WireFormat.Protobuf):
                ObjectProtobuf.Encode(MetadataOf(list), output);
                break;
            case (ObjectForm.Metadata, _):
                WriteText(output, ObjectJson.Encode(MetadataOf(list)), objects.Form.Format);
                break;
            case (ObjectForm.Table, _):
                using (var json = new JsonWriter())
                {
                    objects.Table!.Write(json, list.Items, Text(list.Revision), list.Continue, list.Remaining);
                    WriteText(output, json.Written, objects.Form.Format);
                }

                break;
            default:
                var plain = new ArrayBufferWriter<byte>();
                WriteHead(plain, resource, list);
                for (var i = 0; i < list.Items.Count; i++) WriteItem(plain, list, i);
                plain.Write("]}"u8);
                WriteText(output, plain.WrittenSpan, WireFormat.Yaml);
                break;
        }
    }

    private async ValueTask WriteJsonAsync(PipeWriter output, Resource resource, ListChunk list, CrowdTurns? crowd, CancellationToken cancel)
    {
        WriteHead(output, resource, list);
        var unflushed = 0;
        for (var i = 0; i < list.Items.Count; i++)
        {
            unflushed += WriteItem(output, list, i);
            if (unflushed < FlushBytes) continue;
            unflushed = 0;
            if (!await FlushAsync(output, crowd, cancel)) return;
        }

        output.Write("]}\n"u8);
    }

    private async ValueTask<bool> FlushAsync(PipeWriter output, CrowdTurns? crowd, CancellationToken cancel)
    {
        if (!await turns.FlushAsync(output, cancel)) return false;
        if (crowd is not null) await crowd.TakeTurnAsync();
        return true;
    }

    private static void WriteHead(IBufferWriter<byte> output, Resource resource, ListChunk list)
    {
        using var json = new JsonWriter();
        json.Raw("{\"kind\":"u8);
        json.String(resource.Info.ListKind.Kind);
        json.Raw(",\"apiVersion\":"u8);
        json.String(resource.Info.Kind.ToApiVersion());
        json.Raw(",\"metadata\":{"u8);
        ListHead.WriteMembers(json, Text(list.Revision), list.Continue, list.Remaining);
        json.Raw("},\"items\":["u8);
        output.Write(json.Written);
    }

    private static int WriteItem(IBufferWriter<byte> output, ListChunk list, int index)
    {
        output.Write(index == 0 ? "{"u8 : ",{"u8);
        var tail = list.Items[index].JsonItemTail.Span;
        output.Write(tail);
        return tail.Length;
    }

    private async ValueTask WriteProtoAsync(PipeWriter output, Resource resource, ListChunk list, CrowdTurns? crowd, CancellationToken cancel)
    {
        var metadata = MetadataBytes(list);
        long length = 1 + ProtoEnvelope.VarintLength(metadata.Length) + metadata.Length;
        foreach (var item in list.Items) length += 1 + ProtoEnvelope.VarintLength(item.Proto.Length) + item.Proto.Length;
        ProtoEnvelope.WriteHead(output, resource.Info.ListKind, length);
        ProtoEnvelope.WriteTag(output, 0x0a, metadata.Length);
        output.Write(metadata);
        var unflushed = 0;
        foreach (var item in list.Items)
        {
            ProtoEnvelope.WriteTag(output, 0x12, item.Proto.Length);
            output.Write(item.Proto.Span);
            unflushed += item.Proto.Length;
            if (unflushed < FlushBytes) continue;
            unflushed = 0;
            if (!await FlushAsync(output, crowd, cancel)) return;
        }

        ProtoEnvelope.WriteTail(output);
    }

    private static byte[] MetadataBytes(ListChunk list)
    {
        using var writer = new ProtoWriter();
        Metadata(list).WriteProto(writer);
        return writer.Written.ToArray();
    }

    private static ListMeta Metadata(ListChunk list) =>
        new() { ResourceVersion = Text(list.Revision), Continue = list.Continue, RemainingItemCount = list.Remaining };

    private static PartialObjectMetadataList MetadataOf(ListChunk list) =>
        new() { Metadata = Metadata(list), Items = list.Items.Select(ObjectWriter.MetadataOf).ToListOf() };

    private static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<byte> json, WireFormat format)
    {
        if (format == WireFormat.Yaml) YamlWriter.Write(json, output);
        else output.Write(json);
    }

    private static string Text(long revision) => revision == ListChunk.NoRevision ? "" : revision.ToString(CultureInfo.InvariantCulture);
}
