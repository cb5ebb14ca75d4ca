using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Schema;

namespace Kybernet.Client;

/// <summary>The resources in which kinds are served.</summary>
public sealed class KindNames
{
    private readonly Dictionary<GroupVersionKind, (GroupVersionResource Resource, bool IsNamespaced)> _kinds;
    private readonly Dictionary<GroupVersionResource, GroupVersionKind> _resources;

    public KindNames(SchemaModel schema)
    {
        _kinds = schema.Types.Where(type => type.Resource is not null).ToDictionary(
            type => new GroupVersionKind(type.File.Group, type.File.Version, type.Name),
            type => (new GroupVersionResource(type.File.Group, type.File.Version, type.Resource!.Plural), type.Resource.IsNamespaced));
        _resources = _kinds.ToDictionary(static kind => kind.Value.Resource, static kind => kind.Key);
    }

    /// <summary>The kind of a resource's objects; null when the program does not know it.</summary>
    public GroupVersionKind? KindOf(GroupVersionResource resource) => _resources.TryGetValue(resource, out var kind) ? kind : null;

    /// <exception cref="ArgumentException">The kind is no resource.</exception>
    public GroupVersionResource ResourceOf(GroupVersionKind kind) => Find(kind).Resource;

    public bool IsNamespaced(GroupVersionKind kind) => Find(kind).IsNamespaced;

    private (GroupVersionResource Resource, bool IsNamespaced) Find(GroupVersionKind kind) =>
        _kinds.TryGetValue(kind, out var names) ? names : throw new ArgumentException($"{kind} is not served as a resource", nameof(kind));
}
