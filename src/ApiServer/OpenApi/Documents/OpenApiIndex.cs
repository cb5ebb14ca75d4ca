using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.OpenApi.Documents;

/// <summary>Writes the index of version 3's documents.</summary>
internal static class OpenApiIndex
{
    public static void Write(JsonWriter writer, Dictionary<string, OpenApiDocument> documents)
    {
        writer.BeginObject();
        writer.Name("\"paths\":"u8);
        writer.BeginObject();
        foreach (var (name, document) in documents.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            writer.Key(name);
            writer.BeginObject();
            writer.Name("\"serverRelativeURL\":"u8);
            writer.String(Address(name, document.Hash));
            writer.EndObject();
        }

        writer.EndObject();
        writer.EndObject();
    }

    /// <summary>The address of a document, which with its hash may be cached for ever.</summary>
    public static string Address(string name, string hash) => $"/openapi/v3/{name}?hash={hash}";
}
