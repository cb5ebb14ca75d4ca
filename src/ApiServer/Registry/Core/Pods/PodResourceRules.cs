using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>Requests and limits of a pod as a whole: its containers fit into them. Upstream: <c>validatePodResources</c>.</summary>
internal static class PodResourceRules
{
    public static void Check(PodCheck check, FieldPath path)
    {
        if (check.Spec.Resources is not { } resources) return;
        if (check.IsWindows)
        {
            check.Errors.Forbid(path, "may not be set for a windows pod");
            return;
        }

        if (!resources.Claims.IsAbsent) check.Errors.Forbid(path.Child("claims"), "claims may not be set for Resources at pod-level");
        ResourceRules.Pod(check, path, resources);
        Requests(check, path.Child("requests"), resources);
        HugePages(check, path.Child("limits"), resources);
        Limits(check, path.Child("containers"), resources);
    }

    private static void Requests(PodCheck check, FieldPath path, ResourceRequirements resources)
    {
        foreach (var (name, total) in PodResourceTotals.Requests(check.Spec))
            if (resources.Requests.TryGetValue(name, out var ofPod) && total > ofPod)
                check.Errors.Reject(
                    path.Key(name), ofPod.ToString(), $"must be greater than or equal to aggregate container requests of {total}");
    }

    /// <summary>Huge pages cannot be overcommitted: the limits of all containers together fit.</summary>
    private static void HugePages(PodCheck check, FieldPath path, ResourceRequirements resources)
    {
        foreach (var (name, total) in PodResourceTotals.Limits(check.Spec))
            if (ResourceNames.IsHugePages(name) && resources.Limits.TryGetValue(name, out var ofPod) && total > ofPod)
                check.Errors.Reject(
                    path.Key(name), ofPod.ToString(), $"must be greater than or equal to aggregate container limits of {total}");
    }

    private static void Limits(PodCheck check, FieldPath path, ResourceRequirements resources)
    {
        for (var i = 0; i < check.Spec.Containers.Count; i++)
            foreach (var (name, limit) in check.Spec.Containers[i].Resources.Limits)
                if (resources.Limits.TryGetValue(name, out var ofPod) && limit > ofPod)
                    check.Errors.Reject(
                        path.Index(i).Key(name).Child("limits"), limit.ToString(), $"must be less than or equal to pod limits of {ofPod}");
    }
}
