using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Bench.Scheduling;

/// <summary>Upstream's SchedulingBasic: nodes of 4 CPUs, 32 GiB and 110 pods in three zones; pods of 100m and 500 MiB.</summary>
internal static class Workload
{
    public static Node Node(int i) => new()
    {
        Metadata = new()
        {
            Name = $"node-{i:D4}",
            Labels = MapOf.Of(("kubernetes.io/hostname", $"node-{i:D4}"), ("topology.kubernetes.io/zone", $"zone-{i % 3}")),
        },
        Status = NodeStatus.Empty with { Allocatable = Resources(("cpu", "4"), ("memory", "32Gi"), ("pods", "110")) },
    };

    public static Pod Pod(int i) => new()
    {
        Metadata = new() { Namespace = "default", Name = $"pod-{i:D5}", Labels = MapOf.Of(("app", "bench")) },
        Spec = PodSpec.Empty with
        {
            SchedulerName = "default-scheduler",
            Containers =
            [
                Container.Empty with
                {
                    Name = "pause",
                    Image = "registry.k8s.io/pause:3.10",
                    Resources = ResourceRequirements.Empty with { Requests = Resources(("cpu", "100m"), ("memory", "500Mi")) },
                },
            ],
        },
    };

    private static MapOf<Quantity> Resources(params (string Name, string Amount)[] amounts) =>
        amounts.Select(amount => KeyValuePair.Create(amount.Name, Quantity.TryParse(amount.Amount, out var quantity) ? quantity : default)).ToMapOf();
}
