using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.OpenApi.Definitions;
using Kybernet.ApiServer.OpenApi.Paths;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer.OpenApi.Documents;

/// <summary>What makes the paths of documents: the same for every snapshot of one schema, so that snapshots share it.</summary>
internal sealed class DocumentPaths(SchemaModel schema)
{
    private readonly OptionParameters _options = new(schema);

    public SchemaModel Schema { get; } = schema;

    /// <summary>The definitions of the schema's types.</summary>
    public DefinitionSet Definitions { get; } = new(schema);

    /// <summary>The documents that are about no group-version, by name; groups of custom resources have none.</summary>
    public static IEnumerable<(string Name, ApiPath Path)> Roots(IEnumerable<GroupVersionContent> contents) =>
    [
        (".well-known/openid-configuration", RootPaths.OpenIdConfiguration), ("api", RootPaths.Api), ("apis", RootPaths.Apis),
        ("openid/v1/jwks", RootPaths.OpenIdKeys), ("version", RootPaths.Version),
        .. contents.Where(content => content.IsBuiltIn).Select(content => content.GroupVersion.Group)
            .Where(group => group.Length > 0).Distinct().Select(group => ("apis/" + group, RootPaths.Group(group))),
    ];

    /// <summary>What each group-version holds, sorted; resources of kinds that nobody describes are left out.</summary>
    public IReadOnlyList<GroupVersionContent> Contents(IEnumerable<ServedResource> resources, IReadOnlyList<CustomKind> custom)
    {
        var kinds = custom.ToLookup(kind => kind.Gvk.GroupVersion);
        var known = custom.Select(kind => kind.Gvk).ToHashSet();
        return
        [
            .. resources.Where(resource => known.Contains(resource.Gvk) || Schema.Find(resource.Gvk) is not null)
                .GroupBy(resource => resource.GroupVersion)
                .OrderBy(group => group.Key.Group, StringComparer.Ordinal).ThenBy(group => group.Key.Version, StringComparer.Ordinal)
                .Select(group => new GroupVersionContent(
                    group.Key, group.OrderBy(resource => resource.Plural, StringComparer.Ordinal).ToListOf(), kinds[group.Key].ToListOf())),
        ];
    }

    /// <param name="definitions">The schema's, and those of the custom resources among the content.</param>
    public IEnumerable<ApiPath> Of(GroupVersionContent content, DefinitionSet definitions)
    {
        var custom = content.Kinds.Select(kind => kind.Gvk).ToHashSet();
        if (content.IsBuiltIn) yield return RootPaths.GroupVersion(content.GroupVersion);
        for (var i = 0; i < content.Resources.Count; i++)
        {
            var resource = content.Resources[i];
            var paths = custom.Contains(resource.Gvk)
                ? new CustomPaths(resource, definitions, _options).Build()
                : ResourcePaths.Of(resource, definitions, _options);
            foreach (var path in paths) yield return path;
        }
    }
}

/// <summary>What one group-version's document says. Equal contents make equal documents.</summary>
internal sealed record GroupVersionContent(GroupVersion GroupVersion, ListOf<ServedResource> Resources, ListOf<CustomKind> Kinds)
{
    /// <summary>Not everything is custom.</summary>
    public bool IsBuiltIn => Resources.Any(resource => Kinds.All(kind => kind.Gvk != resource.Gvk));

    public string Name => (GroupVersion.Group.Length == 0 ? "api/" : "apis/") + GroupVersion.ToApiVersion();
}
