using Kybernet.Api.Core.V1;
using Kybernet.Api.Scheduling.V1;
using Kybernet.ApiServer.Registry;
using Kybernet.ApiServer.WatchCache;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Admission.Pods;

/// <summary>
/// Makes a pod's priority of the name of its class, and keeps the default class the only one. Upstream: <c>plugin/pkg/admission/priority</c>.
/// </summary>
internal sealed class PriorityAdmission(ClusterView cluster) : AdmissionPlugin("Priority", Resources.Pods, Resources.PriorityClasses)
{
    private static readonly PriorityClass s_none = new() { Value = 0, PreemptionPolicy = PreemptionPolicy.PreemptLowerPriority };

    private DefaultClass? _default;

    protected override Outcome<IObject> Mutate(AdmissionAttributes attributes, IObject value, IObject? old)
    {
        if (attributes.Subresource.Length > 0 || value is not Pod pod) return Outcome<IObject>.Ok(value);
        if (old is Pod before) return Outcome<IObject>.Ok(Kept(pod, before));
        if (attributes.Operation != AdmissionOperation.Create) return Outcome<IObject>.Ok(value);
        var name = pod.Spec.PriorityClassName;
        var found = name.Length == 0 ? Default() ?? s_none : cluster.Find<PriorityClass>(Resources.PriorityClasses, name);
        if (found is null) return attributes.Forbidden($"no PriorityClass with name {name} was found");
        if (pod.Spec.Priority is { } priority && priority != found.Value)
        {
            return attributes.Forbidden(
                $"the integer value of priority ({priority}) must not be provided in pod spec; priority admission controller computed {found.Value} "
                + "from the given PriorityClass name");
        }

        if (found.PreemptionPolicy is { } computed && pod.Spec.PreemptionPolicy is { } policy && policy != computed)
        {
            return attributes.Forbidden(
                $"the string value of PreemptionPolicy ({policy}) must not be provided in pod spec; priority admission controller computed {computed} "
                + "from the given PriorityClass name");
        }

        return Outcome<IObject>.Ok(pod with
        {
            Spec = pod.Spec with
            {
                PriorityClassName = found.Metadata.Name,
                Priority = found.Value,
                PreemptionPolicy = found.PreemptionPolicy ?? pod.Spec.PreemptionPolicy,
            },
        });
    }

    protected override ApiError? Validate(AdmissionAttributes attributes, IObject? value, IObject? old)
    {
        if (attributes.Subresource.Length > 0 || value is not PriorityClass { GlobalDefault: true } priority) return null;
        return Default() is { } other && (old is null || other.Metadata.Name != priority.Metadata.Name)
            ? attributes.Forbidden($"PriorityClass {other.Metadata.Name} is already marked as default. Only one default can exist")
            : null;
    }

    private static Pod Kept(Pod pod, Pod before)
    {
        var priority = pod.Spec.Priority ?? before.Spec.Priority;
        var policy = pod.Spec.PreemptionPolicy ?? before.Spec.PreemptionPolicy;
        return priority == pod.Spec.Priority && policy == pod.Spec.PreemptionPolicy
            ? pod
            : pod with { Spec = pod.Spec with { Priority = priority, PreemptionPolicy = policy } };
    }

    /// <summary>The default class; two of them may come to be in a race, then the lower one counts.</summary>
    private PriorityClass? Default()
    {
        var classes = cluster.Snapshot(Resources.PriorityClasses);
        if (Volatile.Read(ref _default) is { } known && ReferenceEquals(known.Classes, classes)) return known.Lowest;
        PriorityClass? lowest = null;
        foreach (var item in cluster.In<PriorityClass>(Resources.PriorityClasses, ""))
            if (item.GlobalDefault && (lowest is null || item.Value < lowest.Value)) lowest = item;
        // Two threads may both look: either's answer will do. Classes read later than the snapshot only make it be looked at again.
        Volatile.Write(ref _default, new(classes, lowest));
        return lowest;
    }

    private sealed record DefaultClass(CacheSnapshot Classes, PriorityClass? Lowest);
}
