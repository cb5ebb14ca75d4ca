using Kybernet.Api.ApiDiscovery.V2;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Discovery;

/// <summary>
/// Turns the resources of one group-version into both forms of discovery. Upstream: <c>apiserver/pkg/endpoints/installer.go</c>.
/// </summary>
internal static class ResourceLists
{
    /// <summary>Resources and subresources in one list, sorted by name: <c>pods</c>, <c>pods/status</c>, <c>podtemplates</c>.</summary>
    public static APIResourceList Flat(GroupVersion groupVersion, IEnumerable<ServedResource> resources) => new()
    {
        GroupVersion = groupVersion.ToApiVersion(),
        Resources = resources.SelectMany(resource => Rows(groupVersion, resource))
            .OrderBy(row => row.Name, StringComparer.Ordinal).ToListOf(),
    };

    public static APIVersionDiscovery Nested(GroupVersion groupVersion, IEnumerable<ServedResource> resources) => new()
    {
        Version = groupVersion.Version,
        Resources = resources.OrderBy(resource => resource.Plural, StringComparer.Ordinal)
            .Select(resource => Describe(groupVersion, resource)).ToListOf(),
        Freshness = "Current",
    };

    private static IEnumerable<APIResource> Rows(GroupVersion groupVersion, ServedResource resource)
    {
        yield return new()
        {
            Name = resource.Plural,
            SingularName = resource.Singular,
            Namespaced = resource.IsNamespaced,
            Kind = resource.Kind,
            Verbs = resource.Verbs,
            ShortNames = resource.ShortNames,
            Categories = resource.Categories,
            StorageVersionHash = resource.StorageVersionHash,
        };
        for (var i = 0; i < resource.Subresources.Count; i++)
        {
            var sub = resource.Subresources[i];
            var kind = Relative(groupVersion, sub.Gvk);
            yield return new()
            {
                Name = resource.Plural + "/" + sub.Name,
                Namespaced = resource.IsNamespaced,
                Group = kind.Group,
                Version = kind.Version,
                Kind = kind.Kind,
                Verbs = sub.Verbs,
            };
        }
    }

    private static APIResourceDiscovery Describe(GroupVersion groupVersion, ServedResource resource) => new()
    {
        Resource = resource.Plural,
        // As upstream, custom resources name their group-version here and built-in ones do not.
        ResponseKind = resource.IsCustom ? resource.Gvk : new GroupVersionKind("", "", resource.Kind),
        Scope = resource.IsNamespaced ? "Namespaced" : "Cluster",
        SingularResource = resource.Singular,
        Verbs = resource.Verbs,
        ShortNames = resource.ShortNames,
        Categories = resource.Categories,
        Subresources = resource.Subresources.IsEmpty
            ? default
            : resource.Subresources.OrderBy(sub => sub.Name, StringComparer.Ordinal)
                .Select(sub => Describe(sub, resource.IsCustom ? sub.Gvk : Relative(groupVersion, sub.Gvk))).ToListOf(),
    };

    private static APISubresourceDiscovery Describe(ServedSubresource sub, GroupVersionKind kind) => new()
    {
        Subresource = sub.Name,
        ResponseKind = kind,
        Verbs = sub.Verbs,
    };

    /// <summary>A kind of the document's own group-version goes without group and version.</summary>
    private static GroupVersionKind Relative(GroupVersion groupVersion, GroupVersionKind gvk) =>
        gvk.GroupVersion == groupVersion ? new("", "", gvk.Kind) : gvk;
}
