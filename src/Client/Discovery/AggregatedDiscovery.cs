using Kybernet.Api.ApiDiscovery.V2;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Client.Discovery;

/// <summary>Reads the aggregated documents, <c>apidiscovery.k8s.io/v2</c>.</summary>
public static class AggregatedDiscovery
{
    /// <param name="core">Of <c>/api</c>.</param>
    /// <param name="groups">Of <c>/apis</c>.</param>
    public static IReadOnlyList<ApiResourceInfo> Read(APIGroupDiscoveryList core, APIGroupDiscoveryList groups) =>
    [
        .. from list in new[] { core, groups }
           from @group in list.Items
           from version in @group.Versions
           from resource in version.Resources
           select Describe(new(@group.Metadata.Name, version.Version), resource),
    ];

    /// <summary>Each resource once, in its group's most preferred version that has it (upstream: ServerPreferredResources).</summary>
    public static IReadOnlyList<ApiResourceInfo> Preferred(this IReadOnlyList<ApiResourceInfo> resources) =>
        [.. resources.DistinctBy(static resource => resource.Resource.GroupResource)];

    private static ApiResourceInfo Describe(GroupVersion version, APIResourceDiscovery resource)
    {
        // A kind of the document's own group-version goes without group and version.
        var kind = resource.ResponseKind ?? default;
        return new()
        {
            Resource = new(version.Group, version.Version, resource.Resource),
            Kind = kind.Version.Length == 0 ? version.WithKind(kind.Kind) : kind,
            IsNamespaced = resource.Scope == "Namespaced",
            Singular = resource.SingularResource,
            Verbs = resource.Verbs,
            ShortNames = resource.ShortNames,
            Categories = resource.Categories,
            Subresources = resource.Subresources.Select(static sub => sub.Subresource).ToListOf(),
        };
    }
}
