using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Meta;

namespace Kybernet.Controllers.DaemonSets;

/// <summary>A node with the set's pods that stay on it.</summary>
/// <param name="Node">Its name.</param>
/// <param name="New">Of the template the set has now.</param>
/// <param name="Old">Of another.</param>
/// <param name="IsCrowded">There are two of one kind: the surplus goes first.</param>
public sealed record DaemonPlace(string Node, Pod? New, Pod? Old, bool IsCrowded)
{
    public static DaemonPlace Of(DaemonSet set, string node, IEnumerable<Pod> pods, string hash)
    {
        var staying = pods.Where(pod => !pod.Metadata.IsBeingDeleted).ToLookup(pod => DaemonPods.IsUpdated(set, pod, hash));
        var isCrowded = staying[true].Skip(1).Any() || staying[false].Skip(1).Any();
        return new(node, staying[true].FirstOrDefault(), staying[false].FirstOrDefault(), isCrowded);
    }
}
