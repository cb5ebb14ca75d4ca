using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Kybernet.Base.Tracing;

/// <summary>A walk as one trace of OpenTelemetry: the JSON of an <c>ExportTraceServiceRequest</c>, on one line.</summary>
/// <remarks>OTLP 1.x, JSON Protobuf encoding: identifiers in hexadecimal, times as strings of nanoseconds.</remarks>
public static class OtlpJson
{
    private const int Internal = 1;
    private const int Server = 2;

    public static byte[] Of(Walk walk, string serviceName)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        var trace = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(walk.Root.Id)).AsSpan(0, 16));
        json.WriteStartObject();
        json.WriteStartArray("resourceSpans");
        json.WriteStartObject();
        json.WriteStartObject("resource");
        WriteAttributes(json, [KeyValuePair.Create("service.name", serviceName)]);
        json.WriteEndObject();
        json.WriteStartArray("scopeSpans");
        foreach (var scope in walk.Spans.GroupBy(static span => span.Source, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteStartObject("scope");
            json.WriteString("name", scope.Key);
            json.WriteEndObject();
            json.WriteStartArray("spans");
            foreach (var span in scope) Write(json, span, trace, walk.CauseOf(span));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, Span span, string trace, string parent)
    {
        json.WriteStartObject();
        json.WriteString("traceId", trace);
        json.WriteString("spanId", span.Id);
        if (parent.Length > 0) json.WriteString("parentSpanId", parent);
        json.WriteString("name", span.Name);
        json.WriteNumber("kind", span.IsServer ? Server : Internal);
        json.WriteString("startTimeUnixNano", Nanoseconds(span.Start));
        json.WriteString("endTimeUnixNano", Nanoseconds(span.End));
        WriteAttributes(json, span.Tags);
        json.WriteEndObject();
    }

    private static void WriteAttributes(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> tags)
    {
        json.WriteStartArray("attributes");
        foreach (var (key, value) in tags)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteStartObject("value");
            json.WriteString("stringValue", value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Nanoseconds(DateTimeOffset time) =>
        ((time - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick).ToString(CultureInfo.InvariantCulture);
}
