using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core;

/// <summary>The <c>status</c> of pods: what kubelets report.</summary>
public sealed class PodStatusStrategy : UpdateStrategy<Pod>
{
    public override Pod PrepareForUpdate(Pod value, Pod old, WriteContext context)
    {
        var status = PodDefaults.PodIps(DisabledPodFields.Drop(value.Status, old.Status));
        if (status.QosClass.Length == 0) status = status with { QosClass = old.Status.QosClass };
        return value with
        {
            // Old kubelets corrupt owner references.
            Metadata = value.Metadata with { OwnerReferences = old.Metadata.OwnerReferences },
            Spec = old.Spec,
            Status = WithGenerations(status, old.Status),
        };
    }

    public override void ValidateUpdate(Pod value, Pod old, FieldErrorList errors) => PodStatusRules.Check(errors, value, old);

    public override void WarnOnUpdate(Pod value, Pod old, ICollection<string> warnings)
    {
        var path = FieldPath.Of("status");
        for (var i = 0; i < value.Status.PodIPs.Count; i++)
            Add(warnings, IpRules.WarningsForIp(path.Child("podIPs").Index(i).Child("ip"), value.Status.PodIPs[i].Ip));
        for (var i = 0; i < value.Status.HostIPs.Count; i++)
            Add(warnings, IpRules.WarningsForIp(path.Child("hostIPs").Index(i).Child("ip"), value.Status.HostIPs[i].Ip));
    }

    /// <summary>A client that does not know observed generations does not take them away.</summary>
    private static PodStatus WithGenerations(PodStatus status, PodStatus old)
    {
        if (status.ObservedGeneration == 0) status = status with { ObservedGeneration = old.ObservedGeneration };
        // There may be several conditions of one type: they are matched in order.
        var before = old.Conditions.ToLookup(condition => condition.Type, condition => condition.ObservedGeneration);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var conditions = status.Conditions.Rewrite(condition =>
        {
            var index = seen.GetValueOrDefault(condition.Type);
            seen[condition.Type] = index + 1;
            return condition.ObservedGeneration != 0
                ? condition
                : condition with { ObservedGeneration = before[condition.Type].ElementAtOrDefault(index) };
        });
        return status with { Conditions = conditions };
    }

    private static void Add(ICollection<string> warnings, ListOf<string> more)
    {
        foreach (var warning in more) warnings.Add(warning);
    }
}
