using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>The taints this controller puts on nodes, and changes of lists of taints. Two taints are one by key and effect.</summary>
/// <remarks>Upstream: pkg/util/taints.</remarks>
internal static class NodeTaints
{
    public const string NotReady = "node.kubernetes.io/not-ready";
    public const string Unreachable = "node.kubernetes.io/unreachable";
    public const string Unschedulable = "node.kubernetes.io/unschedulable";
    public const string MemoryPressure = "node.kubernetes.io/memory-pressure";
    public const string DiskPressure = "node.kubernetes.io/disk-pressure";
    public const string NetworkUnavailable = "node.kubernetes.io/network-unavailable";
    public const string PidPressure = "node.kubernetes.io/pid-pressure";

    public static bool Has(ListOf<Taint> taints, string key, string effect) => IndexOf(taints, key, effect) >= 0;

    public static ListOf<Taint> With(ListOf<Taint> taints, string key, string effect, DateTimeOffset now)
    {
        var taint = new Taint { Key = key, Effect = effect, TimeAdded = Time.From(now) };
        var at = IndexOf(taints, key, effect);
        return at < 0 ? taints.Add(taint) : taints.SetItem(at, taint);
    }

    public static ListOf<Taint> Without(ListOf<Taint> taints, string key, string effect) =>
        Has(taints, key, effect) ? taints.Where(taint => taint.Key != key || taint.Effect != effect).ToListOf() : taints;

    private static int IndexOf(ListOf<Taint> taints, string key, string effect)
    {
        for (var i = 0; i < taints.Count; i++)
            if (taints[i].Key == key && taints[i].Effect == effect) return i;
        return -1;
    }
}
