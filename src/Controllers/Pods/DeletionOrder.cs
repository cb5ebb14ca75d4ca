using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Values;

namespace Kybernet.Controllers.Pods;

/// <summary>
/// Which of a set's pods go first when it shrinks: those that do least, and those that stand closest together.
/// Upstream: <c>ActivePodsWithRanks</c> in <c>pkg/controller/controller_utils.go</c>.
/// </summary>
/// <remarks>
/// The order is not transitive: pods of one age class are compared by uid, but only where their ages differ at all. A heap lives with that; a
/// sort might not.
/// </remarks>
public static class DeletionOrder
{
    private const string CostAnnotation = "controller.kubernetes.io/pod-deletion-cost";

    /// <summary>The <paramref name="count"/> pods to delete; in the order given when all go.</summary>
    /// <param name="pods">The set's active pods.</param>
    /// <param name="related">The pods of all sets with the same controller; those on one node are spread by deleting there first.</param>
    /// <param name="count">How many.</param>
    /// <param name="now">Ages are compared in powers of two before this.</param>
    public static IReadOnlyList<Pod> Choose(IReadOnlyList<Pod> pods, IEnumerable<Pod> related, int count, DateTimeOffset now)
    {
        if (count >= pods.Count) return pods;
        var onNode = related.Where(pod => pod.IsActive).CountBy(pod => pod.Spec.NodeName).ToDictionary();
        var queue = new PriorityQueue<Pod, (Pod Pod, int Rank)>(
            pods.Select(pod => (pod, (pod, onNode.GetValueOrDefault(pod.Spec.NodeName)))),
            Comparer<(Pod Pod, int Rank)>.Create((a, b) => Compare(a.Pod, a.Rank, b.Pod, b.Rank, now)));
        var chosen = new Pod[count];
        for (var i = 0; i < count; i++) chosen[i] = queue.Dequeue();
        return chosen;
    }

    /// <summary>Negative when <paramref name="a"/> goes before <paramref name="b"/>.</summary>
    /// <param name="a">A pod.</param>
    /// <param name="rankA">How many related pods share its node.</param>
    /// <param name="b">Another.</param>
    /// <param name="rankB">Likewise.</param>
    /// <param name="now">The time ages count from.</param>
    public static int Compare(Pod a, int rankA, Pod b, int rankB, DateTimeOffset now)
    {
        var (isAssignedA, isAssignedB) = (a.Spec.NodeName.Length > 0, b.Spec.NodeName.Length > 0);
        if (isAssignedA != isAssignedB) return isAssignedA.CompareTo(isAssignedB);
        if (PhaseOf(a) != PhaseOf(b)) return PhaseOf(a).CompareTo(PhaseOf(b));
        if (a.IsReady != b.IsReady) return a.IsReady.CompareTo(b.IsReady);
        if (CostOf(a) != CostOf(b)) return CostOf(a).CompareTo(CostOf(b));
        if (rankA != rankB) return rankB.CompareTo(rankA);
        if (a.IsReady && a.ReadySince != b.ReadySince) return CompareAges(a, a.ReadySince, b, b.ReadySince, now);
        var restarts = RestartsOf(b).CompareTo(RestartsOf(a));
        if (restarts != 0) return restarts;
        var (createdA, createdB) = (a.Metadata.CreationTimestamp, b.Metadata.CreationTimestamp);
        return createdA == createdB ? 0 : CompareAges(a, createdA, b, createdB, now);
    }

    /// <summary>The lower goes first. Invalid text is 0: a plus sign and leading zeros are invalid.</summary>
    public static int CostOf(Pod pod)
    {
        if (!pod.Metadata.Annotations.TryGetValue(CostAnnotation, out var text)) return 0;
        var isWellFormed = text is "0" || (text.Length > 0 && text[0] is '-' or (>= '1' and <= '9'));
        return isWellFormed && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var cost) ? cost : 0;
    }

    /// <summary>The younger goes first, where ages are told apart by powers of two; a pod without a time is youngest.</summary>
    private static int CompareAges(Pod a, Time since, Pod b, Time sinceB, DateTimeOffset now)
    {
        if (since.IsZero || sinceB.IsZero) return since.IsZero ? -1 : 1;
        var order = AgeClass(since, now).CompareTo(AgeClass(sinceB, now));
        return order != 0 ? order : string.CompareOrdinal(a.Metadata.Uid, b.Metadata.Uid);
    }

    private static int AgeClass(Time since, DateTimeOffset now)
    {
        var nanoseconds = (now - since.ToDateTimeOffset()).TotalNanoseconds;
        return nanoseconds > 0 ? (int)Math.Log2(nanoseconds) : -1;
    }

    private static int PhaseOf(Pod pod) => pod.Status.Phase switch
    {
        PodPhase.Unknown => 1,
        PodPhase.Running => 2,
        _ => 0,
    };

    private static (int Containers, int Sidecars) RestartsOf(Pod pod)
    {
        var (containers, sidecars) = (0, 0);
        foreach (var status in pod.Status.ContainerStatuses) containers = Math.Max(containers, status.RestartCount);
        foreach (var status in pod.Status.InitContainerStatuses)
        {
            var isSidecar = pod.Spec.InitContainers.Any(
                container => container.Name == status.Name && container.RestartPolicy == ContainerRestartPolicy.Always);
            if (isSidecar) sidecars = Math.Max(sidecars, status.RestartCount);
        }

        return (containers, sidecars);
    }
}
