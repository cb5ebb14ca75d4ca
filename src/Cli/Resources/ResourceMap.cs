using Kybernet.Client.Discovery;
using Kybernet.Machinery.Kinds;

namespace Kybernet.Cli.Resources;

/// <summary>Finds resources by what users call them. Upstream: the RESTMapper with short names and categories.</summary>
internal sealed class ResourceMap(IReadOnlyList<ApiResourceInfo> all)
{
    private readonly IReadOnlyList<ApiResourceInfo> _preferred = all.Preferred();

    /// <summary>Every resource of every version, in the server's order.</summary>
    public IReadOnlyList<ApiResourceInfo> All => all;

    /// <summary>Each in the version its group prefers.</summary>
    public IReadOnlyList<ApiResourceInfo> Preferred => _preferred;

    /// <summary>Plural, singular, kind, short name; with <c>.group</c> or <c>.version.group</c> behind it. Null when there is none.</summary>
    public ApiResourceInfo? Find(string argument)
    {
        var parts = argument.Split('.', 3);
        var name = parts[0].ToLowerInvariant();
        var isFull = parts.Length == 3;
        if (isFull && all.FirstOrDefault(info => IsNamed(info, name) && info.Resource.GroupVersion == new GroupVersion(parts[2], parts[1])) is { } exact)
            return exact;
        var group = argument.Contains('.', StringComparison.Ordinal) ? argument[(argument.IndexOf('.', StringComparison.Ordinal) + 1)..] : "";
        var among = _preferred.Where(info => group.Length == 0 || info.Resource.Group.StartsWith(group, StringComparison.Ordinal)).ToList();
        if (among.FirstOrDefault(info => Is(info, name)) is { } found) return found;
        if (among.FirstOrDefault(info => info.ShortNames.Contains(name)) is { } shortened) return shortened;
        // <c>deployments.v1</c>: a version of whichever group has it.
        return parts.Length == 2 ? all.FirstOrDefault(info => Is(info, name) && info.Resource.Version == parts[1]) : null;
    }

    /// <exception cref="CliException">There is none.</exception>
    public ApiResourceInfo Get(string argument) =>
        Find(argument) ?? throw new CliException($"the server doesn't have a resource type \"{argument}\"");

    public ApiResourceInfo? Find(GroupVersionKind kind) => all.FirstOrDefault(info => info.Kind == kind);

    public IReadOnlyList<ApiResourceInfo> InCategory(string category) => [.. _preferred.Where(info => info.Categories.Contains(category))];

    private static bool IsNamed(ApiResourceInfo info, string name) => Is(info, name) || info.ShortNames.Contains(name);

    private static bool Is(ApiResourceInfo info, string name) =>
        info.Resource.Resource == name || info.Singular == name || info.Kind.Kind.Equals(name, StringComparison.OrdinalIgnoreCase);
}
