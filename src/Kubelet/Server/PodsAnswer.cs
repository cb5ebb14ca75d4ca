using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Objects;

namespace Kybernet.Kubelet.Server;

/// <summary><c>/pods</c>: the node's pods as a PodList.</summary>
internal static class PodsAnswer
{
    public static TextAnswer Of(IEnumerable<Pod> pods)
    {
        var list = new PodList { Items = pods.ToListOf() };
        return new(200, "application/json", ObjectJson.Encode(list));
    }
}
