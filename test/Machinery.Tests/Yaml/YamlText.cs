using System.Buffers;
using System.Text;
using Kybernet.Machinery.Yaml;

namespace Kybernet.Machinery.Tests.Yaml;

/// <summary>Short forms for tests: text in, text out.</summary>
internal static class YamlText
{
    /// <summary>The JSON of a source's documents, one a line, or the message of its error.</summary>
    public static string Read(string yaml, YamlReadOptions? options = null)
    {
        var result = YamlReader.Read(yaml, options);
        return result.Error is { } error ? error.Message : string.Join('\n', result.Documents.Select(document => Encoding.UTF8.GetString(document.Json.Span)));
    }

    public static string Write(string json, YamlWriteOptions? options = null)
    {
        var output = new ArrayBufferWriter<byte>();
        var error = YamlWriter.Write(Encoding.UTF8.GetBytes(json), output, options);
        return error?.Message ?? Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
