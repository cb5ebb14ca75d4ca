using Kybernet.ApiServer.Discovery;
using Kybernet.ApiServer.OpenApi.Definitions;
using Kybernet.ApiServer.OpenApi.Paths;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Schema;

namespace Kybernet.ApiServer.OpenApi.Documents;

/// <summary>Which paths stand in which document.</summary>
internal sealed class DocumentPaths
{
    private readonly ILookup<GroupVersion, ServedResource> _builtIn;
    private readonly ILookup<GroupVersion, ServedResource> _custom;
    private readonly DefinitionSet _definitions;
    private readonly OptionParameters _options;

    public DocumentPaths(
        SchemaModel schema, IReadOnlyList<ServedResource> resources, IReadOnlyList<CustomKind> custom, DefinitionSet definitions)
    {
        var kinds = custom.Select(kind => kind.Gvk).ToHashSet();
        _definitions = definitions;
        _options = new(schema);
        _builtIn = resources.Where(resource => schema.Find(resource.Gvk) is not null).ToLookup(resource => resource.GroupVersion);
        _custom = resources.Where(resource => kinds.Contains(resource.Gvk)).ToLookup(resource => resource.GroupVersion);
        BuiltIn = Sorted(_builtIn.Select(entry => entry.Key));
        GroupVersions = Sorted(BuiltIn.Union(_custom.Select(entry => entry.Key)));
    }

    /// <summary>Every group-version that has a document, sorted.</summary>
    public IReadOnlyList<GroupVersion> GroupVersions { get; }

    /// <summary>Those that are not of custom resources, sorted.</summary>
    public IReadOnlyList<GroupVersion> BuiltIn { get; }

    /// <summary>The documents that are about no group-version, by name; groups of custom resources have none.</summary>
    public IEnumerable<(string Name, ApiPath Path)> Roots =>
    [
        (".well-known/openid-configuration", RootPaths.OpenIdConfiguration), ("api", RootPaths.Api), ("apis", RootPaths.Apis),
        ("openid/v1/jwks", RootPaths.OpenIdKeys), ("version", RootPaths.Version),
        .. BuiltIn.Select(key => key.Group).Where(group => group.Length > 0).Distinct()
            .Select(group => ("apis/" + group, RootPaths.Group(group))),
    ];

    public IEnumerable<ApiPath> All => GroupVersions.SelectMany(Of).Concat(Roots.Select(root => root.Path));

    public IEnumerable<ApiPath> Of(GroupVersion groupVersion)
    {
        var custom = _custom[groupVersion].SelectMany(resource => new CustomPaths(resource, _definitions, _options).Build());
        return _builtIn.Contains(groupVersion)
            ? _builtIn[groupVersion].SelectMany(resource => ResourcePaths.Of(resource, _definitions, _options))
                .Prepend(RootPaths.GroupVersion(groupVersion)).Concat(custom)
            : custom;
    }

    private static List<GroupVersion> Sorted(IEnumerable<GroupVersion> keys) =>
        [.. keys.OrderBy(key => key.Group, StringComparer.Ordinal).ThenBy(key => key.Version, StringComparer.Ordinal)];
}
