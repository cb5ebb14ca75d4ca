using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Models;

namespace Kybernet.Bench.Micro.Peers;

/// <summary>
/// System.Text.Json with the source-generated contract of KubernetesClient.Aot: straight from UTF-8 bytes and into a reused
/// writer, which is faster than the client's own methods, which go through strings.
/// </summary>
internal static class ClientPods
{
    private static readonly JsonTypeInfo<V1Pod> s_contract = Contract();

    public static V1Pod Decode(byte[] json) => JsonSerializer.Deserialize(json, s_contract)!;

    public static int Encode(V1Pod pod, ArrayBufferWriter<byte> output, Utf8JsonWriter writer)
    {
        output.ResetWrittenCount();
        writer.Reset();
        JsonSerializer.Serialize(writer, pod, s_contract);
        return output.WrittenCount;
    }

    private static JsonTypeInfo<V1Pod> Contract()
    {
        JsonSerializerOptions? options = null;
        KubernetesJson.AddJsonOptions(found => options = found);
        var complete = new JsonSerializerOptions(options!)
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(options!.TypeInfoResolver, JsonElementContext.Default),
        };
        return (JsonTypeInfo<V1Pod>)complete.GetTypeInfo(typeof(V1Pod));
    }
}
