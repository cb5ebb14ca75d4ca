using System.Buffers;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.Tables;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Yaml;

namespace Kybernet.ApiServer.Http;

/// <summary>Writes stored objects in the form the client accepts. Whole objects in JSON and protobuf are the cache's bytes as they are.</summary>
internal sealed class ObjectWriter(ResponseForm form, TableForm? table)
{
    public static ObjectWriter For(ResponseForm form, Resource resource, TablePrinters printers, QueryParameters parameters, TimeProvider time) =>
        new(form, form.Form == ObjectForm.Table ? TableForm.For(resource, printers, parameters, time) : null);

    public ResponseForm Form => form;

    public TableForm? Table => table;

    /// <summary>Writes one object by itself.</summary>
    public void Write(IBufferWriter<byte> output, StoredObject stored)
    {
        switch (form.Form, form.Format)
        {
            case (ObjectForm.Whole, WireFormat.Json):
                output.Write(stored.Json.Span);
                break;
            case (ObjectForm.Whole, WireFormat.Protobuf):
                ProtoEnvelope.Write(output, stored.Value.Gvk, stored.Proto.Span);
                break;
            case (ObjectForm.Table, _):
                using (var json = new JsonWriter())
                {
                    table!.Write(json, [stored], stored.Value.Metadata.ResourceVersion, "", null);
                    WriteText(output, json.Written);
                }

                break;
            case (ObjectForm.Metadata, WireFormat.Protobuf):
                ObjectProtobuf.Encode(MetadataOf(stored), output);
                break;
            case (ObjectForm.Metadata, _):
                WriteText(output, ObjectJson.Encode(MetadataOf(stored)));
                break;
            default:
                WriteText(output, stored.Json.Span);
                break;
        }
    }

    /// <summary>Writes any other kind, a Status say.</summary>
    public static void WriteKind(IBufferWriter<byte> output, IKind value, WireFormat format)
    {
        if (format == WireFormat.Protobuf) ObjectProtobuf.Encode(value, output);
        else WriteText(output, ObjectJson.Encode(value), format);
    }

    public static PartialObjectMetadata MetadataOf(StoredObject stored) => new() { Metadata = stored.Value.Metadata };

    private void WriteText(IBufferWriter<byte> output, ReadOnlySpan<byte> json) => WriteText(output, json, form.Format);

    private static void WriteText(IBufferWriter<byte> output, ReadOnlySpan<byte> json, WireFormat format)
    {
        if (format == WireFormat.Yaml) YamlWriter.Write(json, output);
        else output.Write(json);
    }
}
