using System.Globalization;
using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Collections;

namespace Kybernet.Controllers.StatefulSets;

/// <summary>The pods of a StatefulSet: their names, numbers and volumes. Upstream: <c>stateful_set_utils.go</c>.</summary>
public static class StatefulPods
{
    /// <summary>The name of the ControllerRevision a pod was made from.</summary>
    public const string RevisionLabel = "controller-revision-hash";

    private const string NameLabel = "statefulset.kubernetes.io/pod-name";

    private const string IndexLabel = "apps.kubernetes.io/pod-index";

    /// <summary>The number at the end of a pod's name; -1 when the name is not one of the set's.</summary>
    public static int OrdinalOf(StatefulSet set, Pod pod)
    {
        var name = pod.Metadata.Name;
        var at = name.LastIndexOf('-');
        if (at < 0 || !name.AsSpan(0, at).SequenceEqual(set.Metadata.Name)) return -1;
        return int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : -1;
    }

    public static int FirstOf(StatefulSet set) => set.Spec.Ordinals?.Start ?? 0;

    public static bool IsInRange(StatefulSet set, int ordinal) =>
        ordinal >= FirstOf(set) && ordinal < FirstOf(set) + (set.Spec.Replicas ?? 1);

    public static string RevisionOf(Pod pod) => pod.Metadata.Labels.GetValueOrDefault(RevisionLabel) ?? "";

    /// <summary>A pod of one number and revision.</summary>
    public static Pod NewPod(StatefulSet set, StatefulRevision revision, int ordinal)
    {
        var pod = PodTemplates.NewPod(revision.Template, set);
        var name = NameOf(set, ordinal);
        pod = pod with
        {
            Metadata = pod.Metadata with { Name = name, Labels = pod.Metadata.Labels.SetItem(RevisionLabel, revision.Name) },
            Spec = pod.Spec with { Hostname = name, Subdomain = set.Spec.ServiceName },
        };
        return WithIdentity(set, pod, ordinal);
    }

    /// <summary>The pod has the labels and volumes its number gives it.</summary>
    public static bool HasIdentity(StatefulSet set, Pod pod) =>
        pod.Metadata.Labels.GetValueOrDefault(NameLabel) == pod.Metadata.Name
        && StatefulClaims.Templates(set).All(template => pod.Spec.Volumes.Any(volume => volume.Name == template.Metadata.Name
            && volume.PersistentVolumeClaim?.ClaimName == StatefulClaims.NameOf(set, template, OrdinalOf(set, pod))));

    /// <summary>The pod with the labels and volumes its number gives it.</summary>
    public static Pod WithIdentity(StatefulSet set, Pod pod, int ordinal)
    {
        var templates = StatefulClaims.Templates(set);
        var volumes = templates.Select(template => new Volume
        {
            Name = template.Metadata.Name,
            PersistentVolumeClaim = new() { ClaimName = StatefulClaims.NameOf(set, template, ordinal) },
        });
        var others = pod.Spec.Volumes.Where(volume => !templates.Any(template => template.Metadata.Name == volume.Name));
        var labels = pod.Metadata.Labels.SetItem(NameLabel, NameOf(set, ordinal))
            .SetItem(IndexLabel, ordinal.ToString(CultureInfo.InvariantCulture));
        return pod with
        {
            Metadata = pod.Metadata with { Labels = labels },
            Spec = pod.Spec with { Volumes = volumes.Concat(others).ToListOf() },
        };
    }

    private static string NameOf(StatefulSet set, int ordinal) => string.Create(CultureInfo.InvariantCulture, $"{set.Metadata.Name}-{ordinal}");
}
