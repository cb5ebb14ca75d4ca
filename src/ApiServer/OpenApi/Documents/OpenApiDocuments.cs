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

    /// <summary><c>/openapi/v3</c>: the addresses of the documents, with their hashes. JSON only. Asking for it builds every document once.</summary>
    public OpenApiDocument Index { get; }

    /// <summary>The names of version 3's documents.</summary>
    public IEnumerable<string> Names => _documents.Keys;

    /// <summary>The document at <c>/openapi/v3/&lt;name&gt;</c>: <c>api/v1</c>, <c>apis/apps/v1</c>, <c>version</c>; null when there is none.</summary>
    public OpenApiDocument? Find(string name) => _documents.GetValueOrDefault(name);

    /// <param name="resources">Everything served, in any order. Kinds that the schema does not declare are left out.</param>
    /// <param name="version">The server's version, <c>v1.36.0</c>.</param>
    public static OpenApiDocuments Build(SchemaModel schema, IReadOnlyList<ServedResource> resources, string version)
    {
        var (definitions, options) = (new DefinitionSet(schema), new OptionParameters(schema));
        var known = resources.Where(resource => schema.Find(resource.Gvk) is not null).ToLookup(resource => resource.GroupVersion);
        var groupVersions = known.Select(entry => entry.Key).OrderBy(key => key.Group, StringComparer.Ordinal)
            .ThenBy(key => key.Version, StringComparer.Ordinal).ToList();

        IEnumerable<ApiPath> Paths(GroupVersion groupVersion) =>
            known[groupVersion].SelectMany(resource => ResourcePaths.Of(resource, definitions, options)).Prepend(RootPaths.GroupVersion(groupVersion));

        OpenApiDocument V3(Func<IEnumerable<ApiPath>> paths, params IReadOnlyList<GroupVersion> about)
        {
            var scope = new DocumentScope(OpenApiDialect.V3, version, about);
            return new(writer => DocumentWriter.WriteV3(writer, paths(), definitions, scope), GnosticV3Document.Encode);
        }

        var documents = RootDocuments(groupVersions).ToDictionary(root => root.Name, root => V3(() => [root.Path]));
        var core = new GroupVersion("", "v1");
        foreach (var key in groupVersions)
            documents[(key.Group.Length == 0 ? "api/" : "apis/") + key.ToApiVersion()] = V3(() => Paths(key), key == core ? [core] : [core, key]);

        // As upstream, with the group-version of webhooks' reviews, which has no resources.
        var everything = new DocumentScope(OpenApiDialect.V2, version, [.. groupVersions, new("admission.k8s.io", "v1")]);
        var roots = RootDocuments(groupVersions).Select(root => root.Path).ToList();
        return new(new(
            writer => DocumentWriter.WriteV2(writer, groupVersions.SelectMany(Paths).Concat(roots), definitions, everything),
            GnosticV2Document.Encode), documents);
    }

    private static IEnumerable<(string Name, ApiPath Path)> RootDocuments(IEnumerable<GroupVersion> groupVersions)
    {
        yield return (".well-known/openid-configuration", RootPaths.OpenIdConfiguration);
        yield return ("api", RootPaths.Api);
        yield return ("apis", RootPaths.Apis);
        yield return ("openid/v1/jwks", RootPaths.OpenIdKeys);
        yield return ("version", RootPaths.Version);
        foreach (var group in groupVersions.Select(key => key.Group).Where(group => group.Length > 0).Distinct())
            yield return ("apis/" + group, RootPaths.Group(group));
    }
}
