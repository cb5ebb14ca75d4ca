using Kybernet.Api.Core.V1;
using Kybernet.Client;
using Kybernet.Machinery.Values;
using Kybernet.Testing;
using ConditionStatus = Kybernet.Api.Core.V1.ConditionStatus;

namespace Kybernet.Controllers.Tests;

/// <summary>Says what kubelets would say.</summary>
internal static class PodStatusWriter
{
    public static async Task SetAsync(this TestCluster cluster, Pod pod, PodStatus status, CancellationToken cancel)
    {
        var fresh = (await cluster.Client.GetAsync<Pod>(pod.Key, cancel)).Value;
        var written = await cluster.Client.UpdateStatusAsync(fresh with { Status = status }, cancel);
        _ = written.Value;
    }

    public static PodStatus Ready(this TestCluster cluster, string ip = "10.0.0.1") => new()
    {
        Phase = PodPhase.Running,
        PodIP = ip,
        PodIPs = [new PodIP { Ip = ip }],
        Conditions =
        [
            new PodCondition
            {
                Type = PodConditionType.Ready, Status = ConditionStatus.True, LastTransitionTime = Time.From(cluster.Clock.GetUtcNow()),
            },
        ],
    };

    public static async Task<IReadOnlyList<Pod>> PodsAsync(this TestCluster cluster, string selector, CancellationToken cancel) =>
        (await cluster.Client.ListAsync<Pod>("default", selector, cancel)).Value.Items;

    /// <summary>Makes every pod that is not so yet ready.</summary>
    public static async Task ReadyAllAsync(this TestCluster cluster, string selector, CancellationToken cancel)
    {
        foreach (var pod in await cluster.PodsAsync(selector, cancel))
            if (pod.Status.Phase == PodPhase.Pending && pod.Metadata.DeletionTimestamp is null) await cluster.SetAsync(pod, cluster.Ready(), cancel);
    }
}
