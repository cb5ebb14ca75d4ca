using Kybernet.ApiServer.OpenApi.Definitions;
using Kybernet.ApiServer.OpenApi.Paths;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.OpenApi.Documents;

/// <summary>Writes whole documents.</summary>
internal static class DocumentWriter
{
    private static ReadOnlySpan<byte> Security =>
        """{"BearerToken":{"type":"apiKey","description":"Bearer Token authentication","name":"authorization","in":"header"}}"""u8;

    public static void WriteV3(JsonWriter writer, IEnumerable<ApiPath> paths, DefinitionSet definitions, DocumentScope scope)
    {
        var sorted = Sorted(paths);
        writer.BeginObject();
        writer.Name("\"openapi\":"u8);
        writer.Plain("3.0.0"u8);
        WriteInfo(writer, scope.Version);
        WritePaths(writer, sorted, new PathWriterV3(writer));
        writer.Name("\"components\":"u8);
        writer.BeginObject();
        WriteDefinitions(writer, "\"schemas\":"u8, sorted, definitions, scope);
        writer.Name("\"securitySchemes\":"u8);
        writer.Raw(Security);
        writer.EndObject();
        writer.EndObject();
    }

    public static void WriteV2(JsonWriter writer, IEnumerable<ApiPath> paths, DefinitionSet definitions, DocumentScope scope)
    {
        var sorted = Sorted(paths);
        var pathWriter = new PathWriterV2(writer);
        writer.BeginObject();
        writer.Name("\"swagger\":"u8);
        writer.Plain("2.0"u8);
        WriteInfo(writer, scope.Version);
        WritePaths(writer, sorted, pathWriter);
        WriteDefinitions(writer, "\"definitions\":"u8, sorted, definitions, scope);
        writer.Name("\"parameters\":"u8);
        writer.BeginObject();
        pathWriter.WriteShared();
        writer.EndObject();
        writer.Name("\"securityDefinitions\":"u8);
        writer.Raw(Security);
        writer.Name("\"security\":"u8);
        writer.Raw("[{\"BearerToken\":[]}]"u8);
        writer.EndObject();
    }

    private static void WriteInfo(JsonWriter writer, string version)
    {
        writer.Name("\"info\":"u8);
        writer.Raw("{\"title\":\"Kubernetes\",\"version\":"u8);
        writer.String(version);
        writer.Raw("}"u8);
    }

    private static void WritePaths(JsonWriter writer, List<ApiPath> paths, PathWriter pathWriter)
    {
        writer.Name("\"paths\":"u8);
        writer.BeginObject();
        foreach (var path in paths)
        {
            writer.Key(path.Path);
            pathWriter.Write(path);
        }

        writer.EndObject();
    }

    private static void WriteDefinitions(
        JsonWriter writer, ReadOnlySpan<byte> name, List<ApiPath> paths, DefinitionSet definitions, DocumentScope scope)
    {
        var needed = definitions.Closure(paths.SelectMany(path => path.Operations).SelectMany(operation => operation.References));
        if (needed.Count == 0 && scope.Dialect == OpenApiDialect.V3) return;
        writer.Name(name);
        writer.BeginObject();
        foreach (var definition in needed)
        {
            writer.Key(definition.Name);
            definition.Write(writer, scope);
        }

        writer.EndObject();
    }

    private static List<ApiPath> Sorted(IEnumerable<ApiPath> paths) => [.. paths.OrderBy(path => path.Path, StringComparer.Ordinal)];
}
