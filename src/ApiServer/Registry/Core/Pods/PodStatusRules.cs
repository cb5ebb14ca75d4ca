using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Pods;

/// <summary>What the kubelet and the scheduler may report of a pod. Upstream: <c>ValidatePodStatusUpdate</c>.</summary>
internal static class PodStatusRules
{
    private static readonly string[] s_systemConditions =
        [PodConditionType.PodScheduled, PodConditionType.Ready, PodConditionType.Initialized];

    public static void Check(FieldErrorList errors, Pod pod, Pod old)
    {
        PodAnnotationRules.CheckUpdate(errors, PodRules.Annotations, pod, old, PodRuleOptionsOf.Pod(old));
        var path = FieldPath.Of("status");
        var (status, before) = (pod.Status, old.Status);
        Conditions(errors, path.Child("conditions"), status.Conditions);
        NominatedNode(errors, path.Child("nominatedNodeName"), status.NominatedNodeName, before.NominatedNodeName, old.Spec.NodeName);
        if (status.ObservedGeneration < 0)
            errors.Reject(path.Child("observedGeneration"), status.ObservedGeneration, "must be a non-negative integer");
        ContainerTransitionRules.Check(errors, path, status, old);
        PodClaimStatusRules.Check(errors, path, status, pod.Spec);
        PodIps(errors, path.Child("podIPs"), status, before);
        HostIps(errors, path, status, before);
        ContainerStatusRules.Check(errors, path, status, pod.Spec);
    }

    private static void Conditions(FieldErrorList errors, FieldPath path, ListOf<PodCondition> conditions)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            if (conditions[i].ObservedGeneration < 0)
                errors.Reject(
                    path.Index(i).Child("observedGeneration"), conditions[i].ObservedGeneration, "must be a non-negative integer");
            if (!s_systemConditions.AsSpan().Contains(conditions[i].Type))
                errors.AddInvalid(path.Index(i).Child("Type"), conditions[i].Type, QualifiedNames.IsQualifiedName(conditions[i].Type));
        }
    }

    private static void NominatedNode(FieldErrorList errors, FieldPath path, string name, string before, string nodeName)
    {
        if (name == before || name.Length == 0) return;
        errors.AddInvalid(path, name, DnsNames.IsDns1123Subdomain(name));
        if (nodeName.Length > 0) errors.Forbid(path, "may not be set on pods that are already bound to a node");
    }

    private static void PodIps(FieldErrorList errors, FieldPath path, PodStatus status, PodStatus before)
    {
        var known = before.PodIPs.Select(ip => ip.Ip).ToArray();
        for (var i = 0; i < status.PodIPs.Count; i++)
            IpRules.IsValidIpForLegacyField(errors, path.Index(i), status.PodIPs[i].Ip, strict: true, known);
        OneOfEachFamily(errors, path, [.. status.PodIPs.Select(ip => ip.Ip)], $"[{string.Join(',', status.PodIPs)}]");
    }

    private static void HostIps(FieldErrorList errors, FieldPath path, PodStatus status, PodStatus before)
    {
        if (status.HostIPs.IsEmpty) return;
        var at = path.Child("hostIPs");
        if (status.HostIP != status.HostIPs[0].Ip)
            errors.Reject(at.Index(0).Child("ip"), status.HostIPs[0].Ip, "must be equal to `hostIP`");
        var known = before.HostIPs.Select(ip => ip.Ip).ToArray();
        for (var i = 0; i < status.HostIPs.Count; i++)
            IpRules.IsValidIpForLegacyField(errors, at.Index(i), status.HostIPs[i].Ip, strict: true, known);
        OneOfEachFamily(errors, at, [.. status.HostIPs.Select(ip => ip.Ip)], $"[{string.Join(',', status.HostIPs)}]");
    }

    private static void OneOfEachFamily(FieldErrorList errors, FieldPath path, string[] addresses, string shown)
    {
        if (addresses.Length <= 1) return;
        var six = addresses.Count(address => address.Contains(':', StringComparison.Ordinal));
        if (addresses.Length > 2 || six != 1)
            errors.Reject(path, FieldValue.Json(shown), "may specify no more than one IP for each IP family");
    }
}
