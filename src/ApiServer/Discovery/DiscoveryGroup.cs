using Kybernet.Api.ApiDiscovery.V2;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Discovery;

/// <summary>One group with its versions, the preferred one first.</summary>
internal sealed class DiscoveryGroup(string name, IEnumerable<DiscoveryVersion> versions)
{
    public string Name { get; } = name;

    public IReadOnlyList<DiscoveryVersion> Versions { get; } =
        [.. versions.OrderByDescending(version => version.Priority.Version).ThenBy(version => version.Name, KubeVersion.NewestFirst)];

    public int Priority => Versions.Max(version => version.Priority.Group);

    /// <summary>The name of the APIService by which the group is sorted among those of its priority.</summary>
    public string ServiceName => Versions.Where(version => version.Priority.Group == Priority)
        .Select(version => $"{version.Name}.{Name}").Order(StringComparer.Ordinal).First();

    public APIGroup ToApiGroup() => new()
    {
        Name = Name,
        Versions = Versions.Select(version => version.ToGroupVersion()).ToListOf(),
        PreferredVersion = Versions[0].ToGroupVersion(),
    };

    public APIGroupDiscovery ToDiscovery() => new()
    {
        Metadata = ObjectMeta.Empty with { Name = Name },
        Versions = Versions.Select(version => ResourceLists.Nested(version.GroupVersion, version.Resources)).ToListOf(),
    };
}

/// <summary>One version of a group with what it serves.</summary>
internal sealed record DiscoveryVersion(GroupVersion GroupVersion, ServicePriority Priority, IReadOnlyList<ServedResource> Resources)
{
    public string Name => GroupVersion.Version;

    public GroupVersionForDiscovery ToGroupVersion() => new() { GroupVersion = GroupVersion.ToApiVersion(), Version = Name };
}
