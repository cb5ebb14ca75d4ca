using System.Collections.Frozen;
using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.OpenApi.Definitions;
using Kybernet.ApiServer.OpenApi.Paths;
using Kybernet.ApiServer.OpenApi.Protobuf;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer.OpenApi.Documents;

/// <summary>
/// The OpenAPI documents of one set of resources. Immutable, and cheap to build: each document is written when first asked for, and a
/// snapshot takes over what the one before it has in common.
/// </summary>
public sealed class OpenApiDocuments
{
    private static readonly GroupVersion s_core = new("", "v1");

    private readonly FrozenDictionary<string, OpenApiDocument> _documents;
    private readonly FrozenDictionary<string, GroupVersionContent> _contents;
    private readonly DocumentPaths _paths;
    private readonly string _version;

    private OpenApiDocuments(
        DocumentPaths paths, string version, OpenApiDocument v2, Dictionary<string, OpenApiDocument> documents,
        IEnumerable<GroupVersionContent> contents)
    {
        _paths = paths;
        _version = version;
        V2 = v2;
        _documents = documents.ToFrozenDictionary(StringComparer.Ordinal);
        _contents = contents.ToFrozenDictionary(content => content.Name, StringComparer.Ordinal);
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
    /// <param name="previous">The snapshot that this one replaces: documents about what has not changed are taken from it.</param>
    public static OpenApiDocuments Build(
        SchemaModel schema, IReadOnlyList<ServedResource> resources, string version, IReadOnlyList<CustomKind>? custom = null,
        OpenApiDocuments? previous = null)
    {
        if (previous?._version != version || previous._paths.Schema != schema) previous = null;
        var paths = previous?._paths ?? new DocumentPaths(schema);
        var contents = paths.Contents(resources, custom ?? []);
        var documents = new Dictionary<string, OpenApiDocument>();
        foreach (var (name, path) in DocumentPaths.Roots(contents))
            documents[name] = previous?.Find(name) ?? V3(version, paths.Definitions, () => [path]);
        foreach (var content in contents)
            documents[content.Name] = previous?.Unchanged(content) ?? V3(version, paths, content);
        return new(paths, version, Everything(version, paths, contents, custom ?? []), documents, contents);
    }

    private OpenApiDocument? Unchanged(GroupVersionContent content) =>
        _contents.TryGetValue(content.Name, out var before) && before == content ? _documents[content.Name] : null;

    private static OpenApiDocument V3(string version, DocumentPaths paths, GroupVersionContent content)
    {
        var definitions = content.Kinds.IsEmpty ? paths.Definitions : paths.Definitions.With(content.Kinds);
        var key = content.GroupVersion;
        return V3(version, definitions, () => paths.Of(content, definitions), key == s_core ? [s_core] : [s_core, key]);
    }

    private static OpenApiDocument V3(
        string version, DefinitionSet definitions, Func<IEnumerable<ApiPath>> content, params IReadOnlyList<GroupVersion> about)
    {
        var scope = new DocumentScope(OpenApiDialect.V3, version, about);
        return new(writer => DocumentWriter.WriteV3(writer, content(), definitions, scope), GnosticV3Document.Encode);
    }

    private static OpenApiDocument Everything(
        string version, DocumentPaths paths, IReadOnlyList<GroupVersionContent> contents, IReadOnlyList<CustomKind> custom)
    {
        var definitions = paths.Definitions.With(custom);
        // As upstream, with the group-version of webhooks' reviews, which has no resources.
        var builtIn = contents.Where(content => content.IsBuiltIn).Select(content => content.GroupVersion);
        var scope = new DocumentScope(OpenApiDialect.V2, version, [.. builtIn, new("admission.k8s.io", "v1")]);
        var all = contents.SelectMany(content => paths.Of(content, definitions))
            .Concat(DocumentPaths.Roots(contents).Select(root => root.Path));
        return new(writer => DocumentWriter.WriteV2(writer, all, definitions, scope), GnosticV2Document.Encode);
    }
}
