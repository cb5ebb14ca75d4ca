using System.Buffers;
using System.Text.Json;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.GarbageCollector;

/// <summary>Patches of an object's references and finalizers, as UTF-8 JSON.</summary>
/// <remarks>Upstream: garbagecollector/patch and controller.GenerateDeleteOwnerRefStrategicMergeBytes.</remarks>
public static class OwnerPatch
{
    /// <summary>A strategic patch that takes references off; the UID guards against another object of the name.</summary>
    public static ReadOnlyMemory<byte> Removing(string uid, IReadOnlyCollection<string> owners) => Write(json =>
    {
        json.WriteString("uid", uid);
        json.WriteStartArray("ownerReferences");
        foreach (var owner in owners)
        {
            json.WriteStartObject();
            json.WriteString("$patch", "delete");
            json.WriteString("uid", owner);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>A strategic patch that changes references.</summary>
    public static ReadOnlyMemory<byte> Merging(string uid, ListOf<OwnerReference> references) => Write(json =>
    {
        json.WriteString("uid", uid);
        WriteReferences(json, references);
    });

    /// <summary>A merge patch that sets all references, of the object as it was read.</summary>
    public static ReadOnlyMemory<byte> Replacing(ObjectMeta metadata, ListOf<OwnerReference> references) => Write(json =>
    {
        json.WriteString("resourceVersion", metadata.ResourceVersion);
        WriteReferences(json, references);
    });

    /// <summary>A merge patch that sets all finalizers, of the object as it was read.</summary>
    public static ReadOnlyMemory<byte> ReplacingFinalizers(ObjectMeta metadata, ListOf<string> finalizers) => Write(json =>
    {
        json.WriteString("resourceVersion", metadata.ResourceVersion);
        json.WriteStartArray("finalizers");
        foreach (var finalizer in finalizers) json.WriteStringValue(finalizer);
        json.WriteEndArray();
    });

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        metadata(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void WriteReferences(Utf8JsonWriter json, ListOf<OwnerReference> references)
    {
        json.WriteStartArray("ownerReferences");
        foreach (var reference in references)
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", reference.ApiVersion);
            json.WriteString("kind", reference.Kind);
            json.WriteString("name", reference.Name);
            json.WriteString("uid", reference.Uid);
            if (reference.Controller is { } controller) json.WriteBoolean("controller", controller);
            if (reference.BlockOwnerDeletion is { } blocks) json.WriteBoolean("blockOwnerDeletion", blocks);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
