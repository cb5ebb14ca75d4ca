using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Connections;

/// <summary>Which container of a pod a request is for. Upstream: <c>validateContainer</c> in <c>pkg/registry/core/pod/strategy.go</c>.</summary>
internal static class PodContainers
{
    /// <param name="pod">The pod.</param>
    /// <param name="wanted">A name; empty takes the only one.</param>
    public static Outcome<string> Choose(Pod pod, string wanted)
    {
        var name = pod.Metadata.Name;
        var spec = pod.Spec;
        if (wanted.Length == 0)
        {
            return spec.Containers.Count switch
            {
                1 => spec.Containers[0].Name,
                0 => ApiError.BadRequest($"a container name must be specified for pod {name}"),
                _ => ApiError.BadRequest($"a container name must be specified for pod {name}, choose one of: [{string.Join(' ', Names(spec))}]"),
            };
        }

        return Names(spec).Contains(wanted, StringComparer.Ordinal) ? wanted : ApiError.BadRequest($"container {wanted} is not valid for pod {name}");
    }

    /// <summary>In upstream's order: init, then the others, then ephemeral.</summary>
    private static IEnumerable<string> Names(PodSpec spec) =>
    [
        .. spec.InitContainers.Select(static one => one.Name),
        .. spec.Containers.Select(static one => one.Name),
        .. spec.EphemeralContainers.Select(static one => one.Name),
    ];
}
