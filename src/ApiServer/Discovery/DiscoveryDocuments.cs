using System.Collections.Frozen;
using Kybernet.Api.ApiDiscovery.V2;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Discovery;

/// <summary>
/// Every discovery document of one set of resources. Immutable: when a resource comes or goes, build the next snapshot and publish it.
/// </summary>
public sealed class DiscoveryDocuments
{
    private readonly FrozenDictionary<string, DiscoveryDocument> _groups;
    private readonly FrozenDictionary<GroupVersion, DiscoveryDocument> _versions;

    private DiscoveryDocuments(List<DiscoveryGroup> groups, string serverAddress)
    {
        var named = groups.Where(group => group.Name.Length > 0).ToList();
        Api = new(new APIVersions
        {
            Versions = groups.Where(group => group.Name.Length == 0)
                .SelectMany(group => group.Versions).Select(version => version.Name).ToListOf(),
            ServerAddressByClientCIDRs = [new() { ClientCIDR = "0.0.0.0/0", ServerAddress = serverAddress }],
        }, isLegacy: true);
        // As upstream, /apis breaks ties of priority by the name of the first version's APIService, the aggregated list by the group's.
        Apis = new(new APIGroupList
        {
            Groups = named.OrderByDescending(group => group.Priority).ThenBy(group => group.ServiceName, StringComparer.Ordinal)
                .Select(group => group.ToApiGroup()).ToListOf(),
        });
        AggregatedApi = Aggregate(groups.Where(group => group.Name.Length == 0));
        AggregatedApis = Aggregate(named);
        _groups = named.ToFrozenDictionary(group => group.Name, group => new DiscoveryDocument(group.ToApiGroup()));
        _versions = groups.SelectMany(group => group.Versions).ToFrozenDictionary(
            version => version.GroupVersion,
            version => new DiscoveryDocument(
                ResourceLists.Flat(version.GroupVersion, version.Resources), isLegacy: version.GroupVersion.Group.Length == 0));
    }

    /// <summary><c>/api</c>: APIVersions.</summary>
    public DiscoveryDocument Api { get; }

    /// <summary><c>/apis</c>: APIGroupList.</summary>
    public DiscoveryDocument Apis { get; }

    /// <summary><c>/api</c> as <c>apidiscovery.k8s.io/v2 APIGroupDiscoveryList</c>.</summary>
    public DiscoveryDocument AggregatedApi { get; }

    /// <summary><c>/apis</c> as <c>apidiscovery.k8s.io/v2 APIGroupDiscoveryList</c>.</summary>
    public DiscoveryDocument AggregatedApis { get; }

    /// <summary><c>/apis/&lt;group&gt;</c>: APIGroup; null for a group that is not served.</summary>
    public DiscoveryDocument? Group(string name) => _groups.GetValueOrDefault(name);

    /// <summary>
    /// <c>/api/v1</c>, <c>/apis/&lt;group&gt;/&lt;version&gt;</c>: APIResourceList; null for a group-version that is not served.
    /// </summary>
    public DiscoveryDocument? Resources(GroupVersion groupVersion) => _versions.GetValueOrDefault(groupVersion);

    /// <param name="resources">Everything served, in any order.</param>
    /// <param name="serverAddress">Host and port that clients may reach the server under, which <c>/api</c> tells.</param>
    /// <param name="priorities">
    /// Priorities that APIServices state; a group-version without one stands where upstream puts it. A group-version named here is
    /// listed even if none of its resources is.
    /// </param>
    public static DiscoveryDocuments Build(
        IReadOnlyList<ServedResource> resources, string serverAddress = "",
        IReadOnlyDictionary<GroupVersion, ServicePriority>? priorities = null)
    {
        var stated = priorities ?? FrozenDictionary<GroupVersion, ServicePriority>.Empty;
        var byVersion = resources.ToLookup(resource => resource.GroupVersion);
        var groups = byVersion.Select(entry => entry.Key).Union(stated.Keys)
            .Select(key => (Key: key, Priority: stated.TryGetValue(key, out var own) ? own : BuiltInPriorities.Of(key)))
            .Select(entry => new DiscoveryVersion(entry.Key, entry.Priority, [.. byVersion[entry.Key]]))
            .GroupBy(version => version.GroupVersion.Group).Select(group => new DiscoveryGroup(group.Key, group));
        return new([.. groups], serverAddress);
    }

    private static DiscoveryDocument Aggregate(IEnumerable<DiscoveryGroup> groups) => new(new APIGroupDiscoveryList
    {
        Items = groups.OrderByDescending(group => group.Priority).ThenBy(group => group.Name, StringComparer.Ordinal)
            .Select(group => group.ToDiscovery()).ToListOf(),
    });
}
