using System.Net.Http.Headers;
using Kybernet.Machinery.Dynamic;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Objects;

namespace Kybernet.Client.Transport.Https;

/// <summary>What is sent with a call.</summary>
internal static class CallBodies
{
    public static HttpContent? Of(ApiCall call) => call.Verb switch
    {
        // Apply is JSON, which is YAML too.
        ApiVerb.Apply => Bytes(ObjectJson.Encode(call.Body!), "application/apply-patch+yaml"),
        ApiVerb.Patch => Bytes(call.Patch!.Json, call.Patch.Kind switch
        {
            PatchKind.Json => "application/json-patch+json",
            PatchKind.Merge => "application/merge-patch+json",
            _ => "application/strategic-merge-patch+json",
        }),
        ApiVerb.Create or ApiVerb.Update => Object(call.Body!),
        ApiVerb.Delete or ApiVerb.DeleteCollection when call.DeleteOptions != DeleteOptions.Empty =>
            Bytes(ObjectJson.Encode(call.DeleteOptions), ObjectBytes.Json),
        _ => null,
    };

    private static ByteArrayContent Object(IObject value) =>
        value is DynamicObject ? Bytes(ObjectJson.Encode(value), ObjectBytes.Json) : Bytes(ObjectProtobuf.Encode(value), ObjectBytes.Protobuf);

    private static ByteArrayContent Bytes(byte[] bytes, string mediaType) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };

    private static ReadOnlyMemoryContent Bytes(ReadOnlyMemory<byte> bytes, string mediaType) =>
        new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
}
