using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.Scheduler.Snapshot;

/// <summary>What a pod asks of a node's resources. Upstream: <c>k8s.io/component-helpers/resource</c>, <c>PodRequests</c>.</summary>
/// <remarks>
/// The greater of what its containers ask for together and of what each init container asks for with the sidecars started before it; then the
/// requests of the pod as a whole in their stead; then its overhead. Of a running container, what it has been given counts too: a resize that is
/// under way holds the greater amount.
/// </remarks>
public static class PodRequests
{
    private static readonly Quantity s_missingCpu = Quantity.NewMilli(100, QuantityFormat.DecimalSI);
    private static readonly Quantity s_missingMemory = Quantity.New(200 * 1024 * 1024, QuantityFormat.BinarySI);

    /// <param name="pod">The pod.</param>
    /// <param name="assumeMissing">Count 100m of CPU and 200 MiB of memory for containers that ask for none: for scores, so that such pods
    /// spread too.</param>
    public static Dictionary<string, Quantity> Of(Pod pod, bool assumeMissing)
    {
        var total = new Dictionary<string, Quantity>(4);
        var statuses = pod.Status.ContainerStatuses;
        foreach (var container in pod.Spec.Containers) Add(total, Effective(pod, container, statuses, assumeMissing));
        if (!pod.Spec.InitContainers.IsEmpty) AddInitContainers(pod, total, assumeMissing);
        AddPodLevel(pod, total);
        foreach (var (name, amount) in pod.Spec.Overhead) total[name] = total.GetValueOrDefault(name) + amount;
        return total;
    }

    /// <summary>The amount as the scheduler counts it: thousandths of CPUs, whole units of all else, rounded up.</summary>
    public static long AmountOf(string resource, Quantity quantity) => resource == "cpu" ? quantity.MilliValue() : quantity.Value();

    private static void AddInitContainers(Pod pod, Dictionary<string, Quantity> total, bool assumeMissing)
    {
        var sidecars = new Dictionary<string, Quantity>();
        var greatest = new Dictionary<string, Quantity>();
        foreach (var container in pod.Spec.InitContainers)
        {
            var isSidecar = container.RestartPolicy == "Always";
            var own = Effective(pod, container, isSidecar ? pod.Status.InitContainerStatuses : default, assumeMissing);
            if (isSidecar)
            {
                Add(total, own);
                Add(sidecars, own);
                Maximize(greatest, sidecars);
                continue;
            }

            var started = new Dictionary<string, Quantity>(sidecars);
            Add(started, own);
            Maximize(greatest, started);
        }

        Maximize(total, greatest);
    }

    private static void AddPodLevel(Pod pod, Dictionary<string, Quantity> total)
    {
        if (pod.Spec.Resources is not { } own) return;
        foreach (var (name, amount) in own.Requests)
        {
            if (name is not ("cpu" or "memory") && !name.StartsWith("hugepages-", StringComparison.Ordinal)) continue;
            total[name] = amount;
            if (pod.Status.Resources is not { } actual) continue;
            var greatest = Greater(actual.Requests.GetValueOrDefault(name), pod.Status.AllocatedResources.GetValueOrDefault(name));
            total[name] = IsResizeInfeasible(pod) ? greatest : Greater(amount, greatest);
        }
    }

    private static MapOf<Quantity> Effective(Pod pod, Container container, ListOf<ContainerStatus> statuses, bool assumeMissing)
    {
        var requests = container.Resources.Requests;
        foreach (var status in statuses)
        {
            if (status.Name != container.Name || status.Resources is not { } actual) continue;
            var effective = IsResizeInfeasible(pod) ? [] : new Dictionary<string, Quantity>(requests);
            Maximize(effective, actual.Requests);
            Maximize(effective, status.AllocatedResources);
            requests = effective.ToMapOf();
            break;
        }

        if (!assumeMissing) return requests;
        if (!requests.ContainsKey("cpu")) requests = requests.SetItem("cpu", s_missingCpu);
        return requests.ContainsKey("memory") ? requests : requests.SetItem("memory", s_missingMemory);
    }

    private static bool IsResizeInfeasible(Pod pod)
    {
        foreach (var condition in pod.Status.Conditions)
            if (condition.Type == "PodResizePending") return condition.Reason == "Infeasible";
        return false;
    }

    private static void Add(Dictionary<string, Quantity> total, MapOf<Quantity> more)
    {
        foreach (var (name, amount) in more) total[name] = total.TryGetValue(name, out var there) ? there + amount : amount;
    }

    private static void Maximize(Dictionary<string, Quantity> total, IReadOnlyDictionary<string, Quantity> other)
    {
        foreach (var (name, amount) in other)
            if (!total.TryGetValue(name, out var there) || amount > there) total[name] = amount;
    }

    private static Quantity Greater(Quantity left, Quantity right) => left > right ? left : right;
}
