using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.OpenApi.Definitions;

/// <summary>One named schema of a document.</summary>
internal abstract class Definition(string name)
{
    /// <summary><c>io.k8s.api.apps.v1.Deployment</c>.</summary>
    public string Name { get; } = name;

    /// <summary>The names of the definitions this one refers to; may repeat.</summary>
    public abstract IEnumerable<string> References { get; }

    /// <summary>Writes the schema's JSON object.</summary>
    /// <param name="scope">What the document is about.</param>
    public abstract void Write(JsonWriter writer, DocumentScope scope);

    /// <summary>What <c>$ref</c> says about a definition.</summary>
    public static string Pointer(OpenApiDialect dialect, string name) =>
        (dialect == OpenApiDialect.V2 ? "#/definitions/" : "#/components/schemas/") + name;
}
