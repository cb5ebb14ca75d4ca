using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core;

/// <summary>Pods. Upstream: <c>pkg/registry/core/pod</c>.</summary>
public sealed class PodStrategy : Strategy<Pod>
{
    /// <summary>The changes of the <c>ephemeralcontainers</c> subresource.</summary>
    public UpdateStrategy<Pod> EphemeralContainers { get; } = new PodEphemeralContainersStrategy();

    /// <summary>The changes of the <c>resize</c> subresource.</summary>
    public UpdateStrategy<Pod> Resize { get; } = new PodResizeStrategy();

    public override UpdateStrategy<Pod> Status { get; } = new PodStatusStrategy();

    public override ListOf<string> SelectableFields =>
    [
        "spec.nodeName", "spec.host", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
        "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName",
    ];

    public override Pod Default(Pod value) => PodDefaults.Pod(value);

    public override Pod PrepareForCreate(Pod value, WriteContext context)
    {
        var spec = DisabledPodFields.Drop(value.Spec, old: null);
        spec = PodPreparation.WithLabelKeys(spec, value.Metadata.Labels);
        return value with
        {
            Metadata = value.Metadata with { Generation = 1 },
            Spec = PodPreparation.WithAppArmor(spec, value.Metadata.Annotations),
            Status = new()
            {
                Phase = PodPhase.Pending,
                QosClass = PodQos.Of(value),
                Conditions = spec.SchedulingGates.IsEmpty ? default : [s_gated],
            },
        };
    }

    public override Pod PrepareForUpdate(Pod value, Pod old, WriteContext context) =>
        PodGeneration.Raise(value with { Spec = DisabledPodFields.Drop(value.Spec, old.Spec), Status = old.Status }, old);

    public override void Validate(Pod value, FieldErrorList errors) => PodRules.Create(errors, value);

    public override void ValidateUpdate(Pod value, Pod old, FieldErrorList errors) => PodUpdateRules.Check(errors, value, old);

    public override void WarnOnCreate(Pod value, ICollection<string> warnings)
    {
        NameWarnings.Hostname(value.Metadata.Name, "the Pod's hostname", warnings);
        PodWarnings.Pod(value, warnings);
    }

    public override Pod Canonicalize(Pod value)
    {
        var spec = PodTemplateDefaults.ServiceAccount(value.Spec);
        return ReferenceEquals(spec, value.Spec) ? value : value with { Spec = spec };
    }

    /// <summary>
    /// <c>spec.host</c> is what clients once called <c>spec.nodeName</c>; <c>status.podIPs</c> may be named but has no value.
    /// </summary>
    public override string? SelectableField(Pod value, string field) => field switch
    {
        "spec.nodeName" or "spec.host" => value.Spec.NodeName,
        "spec.restartPolicy" => value.Spec.RestartPolicy,
        "spec.schedulerName" => value.Spec.SchedulerName,
        "spec.serviceAccountName" => value.Spec.ServiceAccountName,
        "spec.hostNetwork" => value.Spec.HostNetwork ? "true" : "false",
        "status.phase" => value.Status.Phase,
        "status.podIP" => value.Status.PodIPs.IsEmpty ? value.Status.PodIP : value.Status.PodIPs[0].Ip,
        "status.podIPs" => "",
        "status.nominatedNodeName" => value.Status.NominatedNodeName,
        _ => null,
    };

    /// <summary>A pod that is on no node, or has ended, goes at once.</summary>
    public override long? GracePeriodSeconds(Pod value, DeleteOptions options)
    {
        if (value.Spec.NodeName.Length == 0 || value.Status.Phase is PodPhase.Failed or PodPhase.Succeeded) return 0;
        var seconds = options.GracePeriodSeconds ?? value.Spec.TerminationGracePeriodSeconds ?? 0;
        return seconds < 0 ? 1 : seconds;
    }

    private static readonly PodCondition s_gated = new()
    {
        Type = PodConditionType.PodScheduled,
        Status = Api.Core.V1.ConditionStatus.False,
        Reason = "SchedulingGated",
        Message = "Scheduling is blocked due to non-empty scheduling gates",
    };
}
