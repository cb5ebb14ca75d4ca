using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Admission.Limits;

/// <summary>The defaults a LimitRange gives containers; an annotation says which. Upstream: <c>mergePodResourceRequirements</c>.</summary>
internal static class LimitDefaults
{
    private const string Annotation = "kubernetes.io/limit-ranger";

    public static Pod Apply(Pod pod, LimitRange range)
    {
        MapOf<Quantity> requests = default, limits = default;
        foreach (var limit in range.Spec.Limits)
        {
            if (limit.Type != LimitType.Container) continue;
            foreach (var (name, amount) in limit.DefaultRequest) requests = requests.SetItem(name, amount);
            foreach (var (name, amount) in limit.Default) limits = limits.SetItem(name, amount);
        }

        if (requests.IsEmpty && limits.IsEmpty) return pod;
        var notes = new List<string>();
        var containers = Apply(pod.Spec.Containers, "container", requests, limits, notes);
        var first = Apply(pod.Spec.InitContainers, "init container", requests, limits, notes);
        if (notes.Count == 0) return pod;
        return pod with
        {
            Spec = pod.Spec with { Containers = containers, InitContainers = first },
            Metadata = pod.Metadata with
            {
                Annotations = pod.Metadata.Annotations.SetItem(Annotation, "LimitRanger plugin set: " + string.Join("; ", notes)),
            },
        };
    }

    private static ListOf<Container> Apply(
        ListOf<Container> containers, string what, MapOf<Quantity> requests, MapOf<Quantity> limits, List<string> notes)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var (container, own) = (containers[i], containers[i].Resources);
            var changed = own with
            {
                Requests = Fill(own.Requests, requests, $"request for {what} {container.Name}", notes),
                Limits = Fill(own.Limits, limits, $"limit for {what} {container.Name}", notes),
            };
            if (changed != own) containers = containers.SetItem(i, container with { Resources = changed });
        }

        return containers;
    }

    private static MapOf<Quantity> Fill(MapOf<Quantity> own, MapOf<Quantity> defaults, string note, List<string> notes)
    {
        var set = new List<string>();
        foreach (var (name, amount) in defaults)
        {
            if (own.ContainsKey(name)) continue;
            own = own.SetItem(name, amount);
            set.Add(name);
        }

        if (set.Count > 0) notes.Add($"{string.Join(", ", set)} {note}");
        return own;
    }
}
