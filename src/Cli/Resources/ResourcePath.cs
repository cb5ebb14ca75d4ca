using System.Text;
using Kybernet.Client.Discovery;

namespace Kybernet.Cli.Resources;

/// <summary>The URL paths of the API.</summary>
internal static class ResourcePath
{
    /// <param name="resource">What kind.</param>
    /// <param name="space">The namespace; empty for all, and left out where the resource has none.</param>
    /// <param name="name">Empty for the list.</param>
    /// <param name="subresource">Empty for the object itself.</param>
    /// <param name="query">Names and values; empty values are left out.</param>
    public static string Of(
        ApiResourceInfo resource, string space, string name = "", string subresource = "", params ReadOnlySpan<(string Name, string Value)> query)
    {
        var path = new StringBuilder(Root(resource.Resource.Group, resource.Resource.Version));
        if (resource.IsNamespaced && space.Length > 0) path.Append("/namespaces/").Append(Uri.EscapeDataString(space));
        path.Append('/').Append(resource.Resource.Resource);
        if (name.Length > 0) path.Append('/').Append(Uri.EscapeDataString(name));
        if (subresource.Length > 0) path.Append('/').Append(subresource);
        return With(path, query);
    }

    public static string Of(Target target, string subresource = "", params ReadOnlySpan<(string Name, string Value)> query) =>
        Of(target.Resource, target.Namespace, target.Name, subresource, query);

    /// <summary>Adds a query to a path that has none.</summary>
    public static string With(string path, params ReadOnlySpan<(string Name, string Value)> query) => With(new StringBuilder(path), query);

    public static string Root(string group, string version) => group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}";

    private static string With(StringBuilder path, ReadOnlySpan<(string Name, string Value)> query)
    {
        var separator = '?';
        foreach (var (key, value) in query)
        {
            if (value.Length == 0) continue;
            path.Append(separator).Append(key).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        return path.ToString();
    }
}
