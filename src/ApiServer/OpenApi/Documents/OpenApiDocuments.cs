using System.Collections.Frozen;
using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.OpenApi.Definitions;
using Kybernet.ApiServer.OpenApi.Paths;
using Kybernet.ApiServer.OpenApi.Protobuf;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer.OpenApi.Documents;

/// <summary>
/// The OpenAPI documents of one set of resources. Immutable, and cheap to build: each document is written when first asked for.
/// </summary>
public sealed class OpenApiDocuments
{
    private readonly FrozenDictionary<string, OpenApiDocument> _documents;

    private OpenApiDocuments(OpenApiDocument v2, Dictionary<string, OpenApiDocument> documents)
    {
        V2 = v2;
        _documents = documents.ToFrozenDictionary(StringComparer.Ordinal);
        Index = new(writer => OpenApiIndex.Write(writer, documents), static json => json.ToArray());
    }

    /// <summary><c>/openapi/v2</c>: everything in one document.</summary>
    public OpenApiDocument V2 { get; }

    /// <summary>
    /// <c>/openapi/v3</c>: the addresses of the documents, with their hashes. JSON only. Asking for it writes every document once.
    /// </summary>
    public OpenApiDocument Index { get; }

    /// <summary>The names of version 3's documents.</summary>
    public IEnumerable<string> Names => _documents.Keys;

    /// <summary>
    /// The document at <c>/openapi/v3/&lt;name&gt;</c>: <c>api/v1</c>, <c>apis/apps/v1</c>, <c>version</c>; null when there is none.
    /// </summary>
    public OpenApiDocument? Find(string name) => _documents.GetValueOrDefault(name);

    /// <param name="resources">
    /// Everything served, in any order. A kind that neither the schema nor <paramref name="custom"/> knows is left out.
    /// </param>
    /// <param name="version">The server's version, <c>v1.36.0</c>.</param>
    /// <param name="custom">The kinds of custom resources.</param>
    public static OpenApiDocuments Build(
        SchemaModel schema, IReadOnlyList<ServedResource> resources, string version, IReadOnlyList<CustomKind>? custom = null)
    {
        var definitions = new DefinitionSet(schema, custom ?? []);
        var paths = new DocumentPaths(schema, resources, custom ?? [], definitions);
        var documents = new Dictionary<string, OpenApiDocument>();

        void Add(string name, Func<IEnumerable<ApiPath>> content, params IReadOnlyList<GroupVersion> about)
        {
            var scope = new DocumentScope(OpenApiDialect.V3, version, about);
            documents[name] = new(writer => DocumentWriter.WriteV3(writer, content(), definitions, scope), GnosticV3Document.Encode);
        }

        foreach (var (name, path) in paths.Roots) Add(name, () => [path]);
        var core = new GroupVersion("", "v1");
        foreach (var key in paths.GroupVersions)
            Add((key.Group.Length == 0 ? "api/" : "apis/") + key.ToApiVersion(), () => paths.Of(key), key == core ? [core] : [core, key]);

        // As upstream, with the group-version of webhooks' reviews, which has no resources.
        var everything = new DocumentScope(OpenApiDialect.V2, version, [.. paths.BuiltIn, new("admission.k8s.io", "v1")]);
        return new(new(writer => DocumentWriter.WriteV2(writer, paths.All, definitions, everything), GnosticV2Document.Encode), documents);
    }
}
