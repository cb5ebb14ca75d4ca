using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Protobuf;

namespace Kybernet.Bench.Micro.Subjects;

/// <summary>Kybernet's side of the comparisons.</summary>
internal static class OurPods
{
    public static Pod DecodeJson(byte[] json, DecodeOptions options)
    {
        var reader = new JsonReader(json, options);
        var pod = Pod.ReadJson(ref reader, null);
        reader.ExpectEnd();
        return reader.Fault is { } fault ? throw new InvalidDataException(fault.Message) : pod;
    }

    public static int EncodeJson(Pod pod, JsonWriter writer)
    {
        writer.Clear();
        pod.WriteJson(writer, withKind: true);
        return writer.Length;
    }

    public static Pod DecodeProto(byte[] bytes, DecodeOptions options)
    {
        var reader = new ProtoReader(bytes, options);
        var pod = Pod.ReadProto(ref reader, null);
        return reader.Fault is { } fault ? throw new InvalidDataException(fault) : pod;
    }

    public static int EncodeProto(Pod pod, ProtoWriter writer)
    {
        writer.Clear();
        pod.WriteProto(writer);
        return writer.Length;
    }
}
