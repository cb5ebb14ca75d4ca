using System.Buffers;
using System.Text;
using Kybernet.Machinery.Codecs;
using Kybernet.Machinery.Json;

namespace Kybernet.Machinery.Objects;

/// <summary>Reads and writes kinds as JSON.</summary>
public static class ObjectJson
{
    /// <summary>Reads an object of the kind its bytes name.</summary>
    /// <param name="json">One JSON document in UTF-8.</param>
    /// <param name="scheme">The kinds that can be read.</param>
    /// <param name="options">Limits and string sharing.</param>
    /// <param name="strict">Also report unknown and duplicate fields.</param>
    public static Decoded<IKind> Decode(ReadOnlySpan<byte> json, Scheme scheme, DecodeOptions options, bool strict = false)
    {
        var header = TypeHeader.Peek(json, options, out var fault);
        if (fault is not null)
            return Decoded<IKind>.Failure($"couldn't get version/kind; json parse error: {fault.Message}", fault.Offset, JsonPath.At(json, fault.Offset));
        if (scheme.Find(header.Gvk) is not { } codec) return Decoded<IKind>.Failure(Unknown(json, header), 0, "");
        var findings = strict ? new StrictFindings() : null;
        var reader = new JsonReader(json, options, findings);
        return Finish(codec.ReadJson(ref reader), ref reader, json, findings);
    }

    /// <summary>Reads an object of a kind known beforehand, whether its bytes name the kind or not.</summary>
    public static Decoded<T> Decode<T>(ReadOnlySpan<byte> json, DecodeOptions options, bool strict = false)
        where T : class, IApiMessage<T>
    {
        var findings = strict ? new StrictFindings() : null;
        var reader = new JsonReader(json, options, findings);
        return Finish(T.ReadJson(ref reader, null), ref reader, json, findings);
    }

    /// <summary>Writes the object, with <c>kind</c> and <c>apiVersion</c>.</summary>
    public static void Encode(IKind value, IBufferWriter<byte> output)
    {
        using var writer = new JsonWriter();
        value.WriteJson(writer, withKind: true);
        output.Write(writer.Written);
    }

    public static byte[] Encode(IKind value)
    {
        using var writer = new JsonWriter();
        value.WriteJson(writer, withKind: true);
        return writer.Written.ToArray();
    }

    private static Decoded<T> Finish<T>(T value, ref JsonReader reader, ReadOnlySpan<byte> json, StrictFindings? findings)
        where T : class
    {
        reader.ExpectEnd();
        return reader.Fault is { } fault
            ? Decoded<T>.Failure(fault.Message, fault.Offset, JsonPath.At(json, fault.Offset))
            : Decoded<T>.Success(value, findings);
    }

    private static string Unknown(ReadOnlySpan<byte> json, TypeHeader header)
    {
        if (header.Kind.Length == 0) return $"Object 'Kind' is missing in '{Shown(json)}'";
        return header.ApiVersion.Length == 0
            ? $"Object 'apiVersion' is missing in '{Shown(json)}'"
            : $"no kind \"{header.Kind}\" is registered for version \"{header.ApiVersion}\"";
    }

    private static string Shown(ReadOnlySpan<byte> json) =>
        json.Length <= 512 ? Encoding.UTF8.GetString(json) : Encoding.UTF8.GetString(json[..512]) + "…";
}
