using System.Text.Json;
using System.Text.Unicode;

namespace Kybernet.Machinery.Yaml;

/// <summary>Tells whether a source starts with a JSON object.</summary>
internal static class JsonDocumentShape
{
    /// <returns>The bytes of the object, or 0 when the source, which starts with a brace, is no JSON: then it may be YAML's flow style.</returns>
    public static int Measure(ReadOnlySpan<byte> source, int maxDepth)
    {
        var second = source[1..].IndexOfAnyExcept(" \t\r\n"u8);
        if (second < 0 || source[second + 1] is not ((byte)'"' or (byte)'}')) return 0;
        var reader = new Utf8JsonReader(source, new JsonReaderOptions { MaxDepth = maxDepth, AllowMultipleValues = true });
        try
        {
            do reader.Read();
            while (reader.CurrentDepth > 0 || reader.TokenType != JsonTokenType.EndObject);
        }
        catch (JsonException)
        {
            return 0;
        }

        var length = (int)reader.BytesConsumed;
        return Utf8.IsValid(source[..length]) ? length : 0;
    }
}
