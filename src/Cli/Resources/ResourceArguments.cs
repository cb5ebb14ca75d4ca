using Kybernet.Client.Discovery;

namespace Kybernet.Cli.Resources;

/// <summary>Reads <c>TYPE</c>, <c>TYPE NAME…</c>, <c>TYPE,TYPE</c> and <c>TYPE/NAME…</c>. Upstream: cli-runtime/pkg/resource, the Builder.</summary>
internal static class ResourceArguments
{
    /// <summary>Each resource with a name, or without one for all of them.</summary>
    /// <exception cref="CliException">The arguments do not go together, or name what the server does not have.</exception>
    public static IReadOnlyList<(ApiResourceInfo Resource, string Name)> Read(IReadOnlyList<string> arguments, ResourceMap map, string program)
    {
        var withSlash = arguments.Count(static argument => argument.Contains('/', StringComparison.Ordinal));
        if (withSlash > 0 && withSlash < arguments.Count)
        {
            throw new CliException(
                "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form "
                + $"(e.g. '{program} get resource/<resource_name>' instead of '{program} get resource resource/<resource_name>'");
        }

        if (withSlash > 0) return [.. arguments.Select(argument => Pair(argument, map))];
        if (arguments.Count == 0) return [];
        var resources = Types(arguments[0], map);
        if (arguments.Count == 1) return [.. resources.Select(static resource => (resource, ""))];
        return [.. resources.SelectMany(resource => arguments.Skip(1).Select(name => (resource, name)))];
    }

    private static List<ApiResourceInfo> Types(string argument, ResourceMap map)
    {
        var found = new List<ApiResourceInfo>();
        foreach (var type in argument.Split(','))
        {
            if (type.Length == 0) throw new CliException("arguments in resource/name form must have a single resource and name");
            var category = map.InCategory(type);
            foreach (var resource in category.Count > 0 ? category : [map.Get(type)])
                if (!found.Contains(resource)) found.Add(resource);
        }

        return found;
    }

    private static (ApiResourceInfo Resource, string Name) Pair(string argument, ResourceMap map)
    {
        var parts = argument.Split('/');
        return parts is [{ Length: > 0 } type, { Length: > 0 } name]
            ? (map.Get(type), name)
            : throw new CliException("arguments in resource/name form must have a single resource and name");
    }
}
