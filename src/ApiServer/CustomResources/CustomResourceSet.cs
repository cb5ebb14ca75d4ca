using System.Collections.Frozen;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.CustomResources;

/// <summary>The custom resources that are served at a moment. Immutable; when one comes or goes the next set is published.</summary>
internal sealed class CustomResourceSet
{
    private readonly FrozenDictionary<GroupVersionResource, Resource> _resources;
    private readonly FrozenDictionary<GroupVersionKind, CustomVersion> _kinds;

    /// <param name="definitions">The definitions that are served, sorted by name.</param>
    public CustomResourceSet(IReadOnlyList<ServedDefinition> definitions)
    {
        Definitions = definitions;
        var versions = definitions.SelectMany(static definition => definition.Versions).Where(static version => version.IsServed).ToList();
        _resources = versions.ToFrozenDictionary(static version => version.Resource.Info.Resource, static version => version.Resource);
        _kinds = versions.ToFrozenDictionary(static version => version.Version.Gvk, static version => version.Version);
    }

    public static CustomResourceSet Empty { get; } = new([]);

    public IReadOnlyList<ServedDefinition> Definitions { get; }

    public IEnumerable<Resource> Resources => _resources.Values;

    public Resource? Find(GroupVersionResource resource) => _resources.GetValueOrDefault(resource);

    public CustomVersion? Find(GroupVersionKind kind) => _kinds.GetValueOrDefault(kind);
}
