using Kybernet.Machinery.Collections;
using Kybernet.Scheduler.Snapshot;

namespace Kybernet.Scheduler.Plugins.NodeResources;

/// <summary>What a pod asks for of the resources that scores look at. Upstream: <c>noderesources/resource_allocation.go</c>.</summary>
/// <param name="Resources">Numbers of <see cref="ResourceNames"/>.</param>
/// <param name="Weights">By place.</param>
/// <param name="Requests">By place.</param>
/// <param name="IsLeftOut">By place: the pod does not ask for the resource, and it is none that every pod takes.</param>
public sealed record ScoredRequest(int[] Resources, long[] Weights, long[] Requests, bool[] IsLeftOut)
{
    /// <param name="pod">The pod.</param>
    /// <param name="scored">What scores look at.</param>
    /// <param name="resources">The numbers of resources.</param>
    /// <param name="assumeMissing">With an assumed request for containers without one.</param>
    public static ScoredRequest Of(PodInfo pod, ListOf<ScoredResource> scored, ResourceNames resources, bool assumeMissing)
    {
        var count = scored.Count;
        var made = new ScoredRequest(new int[count], new long[count], new long[count], new bool[count]);
        for (var i = 0; i < count; i++)
        {
            var id = resources.IdOf(scored[i].Name);
            made.Resources[i] = id;
            made.Weights[i] = scored[i].Weight;
            made.Requests[i] = (id, assumeMissing) switch
            {
                (ResourceNames.Cpu, true) => pod.ScoredCpu,
                (ResourceNames.Memory, true) => pod.ScoredMemory,
                _ => pod.RequestOf(id),
            };
            made.IsLeftOut[i] = id < 0 || (made.Requests[i] == 0 && id > ResourceNames.EphemeralStorage);
        }

        return made;
    }

    public bool AsksForNothing => Array.TrueForAll(Requests, request => request == 0);

    /// <summary>What the node's pods take already, by row.</summary>
    public static ReadOnlySpan<long> Taken(NodeTable nodes, int resource, bool assumeMissing) => (resource, assumeMissing) switch
    {
        (ResourceNames.Cpu, true) => nodes.ScoredCpu,
        (ResourceNames.Memory, true) => nodes.ScoredMemory,
        _ => nodes.Requested(resource),
    };
}
