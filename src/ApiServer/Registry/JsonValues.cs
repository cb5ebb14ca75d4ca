using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Registry;

/// <summary>JSON values of the server's own encodings.</summary>
internal static class JsonValues
{
    /// <exception cref="FormatException">The bytes are no JSON, which the server's own always are.</exception>
    public static JsonValue Read(ReadOnlySpan<byte> json)
    {
        var reader = new JsonReader(json, DecodeOptions.Default);
        var value = JsonValueCodec.ReadJson(ref reader);
        reader.ExpectEnd();
        return reader.Fault is { } fault ? throw new FormatException(fault.Message) : value;
    }
}
