using Kybernet.Api.Apps.V1;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>The rules of StatefulSets. Upstream: <c>ValidateStatefulSetSpec</c> of <c>pkg/apis/apps/validation</c>.</summary>
internal static class StatefulSetRules
{
    private const string Updatable =
        "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
        + "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

    public static void Create(FieldErrorList errors, StatefulSetSpec spec)
    {
        var path = FieldPath.Of("spec");
        Spec(errors, spec, PodRuleOptions.Strict, checkTemplate: true);
        for (var i = 0; i < spec.VolumeClaimTemplates.Count; i++)
            EphemeralClaimRules.Spec(errors, path.Child("volumeClaimTemplates").Index(i).Child("spec"), spec.VolumeClaimTemplates[i].Spec);
        if (spec.ServiceName.Length > 0)
            errors.AddInvalid(path.Child("serviceName"), spec.ServiceName, DnsNames.IsDns1123Label(spec.ServiceName));
    }

    /// <summary>What cannot change any more is tolerated as it is, and so is a template if the old spec was invalid.</summary>
    public static void Update(FieldErrorList errors, StatefulSetSpec spec, StatefulSetSpec old)
    {
        var options = PodRuleOptionsOf.Template(old.Template);
        var before = new FieldErrorList();
        Spec(before, old, options, checkTemplate: true);
        Spec(errors, spec, options, checkTemplate: before.IsEmpty);
        var rest = spec with
        {
            Replicas = old.Replicas,
            Template = old.Template,
            UpdateStrategy = old.UpdateStrategy,
            MinReadySeconds = old.MinReadySeconds,
            Ordinals = old.Ordinals,
            RevisionHistoryLimit = old.RevisionHistoryLimit,
            PersistentVolumeClaimRetentionPolicy = old.PersistentVolumeClaimRetentionPolicy,
        };
        if (rest != old) errors.Forbid(FieldPath.Of("spec"), Updatable);
    }

    public static void Status(FieldErrorList errors, StatefulSetStatus status, StatefulSetStatus old)
    {
        ReplicaStatusRules.NotMoreThan(
            errors, status.Replicas, ("readyReplicas", status.ReadyReplicas), ("currentReplicas", status.CurrentReplicas),
            ("updatedReplicas", status.UpdatedReplicas), ("availableReplicas", status.AvailableReplicas));
        ReplicaStatusRules.AvailableAreReady(errors, status.AvailableReplicas, status.ReadyReplicas, "status.readyReplicas");
        ReplicaStatusRules.Collisions(errors, status.CollisionCount, old.CollisionCount);
    }

    private static void Spec(FieldErrorList errors, StatefulSetSpec spec, PodRuleOptions options, bool checkTemplate)
    {
        var path = FieldPath.Of("spec");
        if (spec.PodManagementPolicy is not ("" or PodManagementPolicyType.OrderedReady or PodManagementPolicyType.Parallel))
            errors.Reject(
                path.Child("podManagementPolicy"), FieldValue.JsonString(spec.PodManagementPolicy), "must be 'OrderedReady' or 'Parallel'");
        Strategy(errors, path.Child("updateStrategy"), spec.UpdateStrategy);
        SelectorRules.NotEmpty(errors, path.Child("selector"), spec.Selector, "statefulset");
        var at = path.Child("template");
        if (!SelectorRules.MatchesTemplate(errors, at, spec.Selector, spec.Template.Metadata.Labels))
            errors.Reject(path.Child("selector"), ImmutableRules.Shown(spec.Selector), "");
        else if (checkTemplate) PodTemplateRules.Check(errors, at, AsUsed(spec), options);
        else PodTemplateRules.Metadata(errors, at, spec.Template, options);
        PodTemplateRules.RunsForever(errors, at, spec.Template, StatefulSet.KindName);
    }

    /// <summary>The template with what the controller puts into each pod: names of the pod's own, and volumes of its claims.</summary>
    private static PodTemplateSpec AsUsed(StatefulSetSpec spec)
    {
        var template = spec.Template;
        if (template.Spec is { Subdomain: "", Hostname: "" } && spec.VolumeClaimTemplates.IsEmpty) return template;
        var claims = spec.VolumeClaimTemplates.Select(claim => claim.Metadata.Name).Distinct().ToList();
        var volumes = claims.Select(name => new Volume { Name = name, PersistentVolumeClaim = new() { ClaimName = name } })
            .Concat(template.Spec.Volumes.Where(volume => !claims.Contains(volume.Name)));
        return template with { Spec = template.Spec with { Subdomain = "", Hostname = "", Volumes = volumes.ToListOf() } };
    }

    private static void Strategy(FieldErrorList errors, FieldPath path, StatefulSetUpdateStrategy strategy)
    {
        var at = path.Child("rollingUpdate");
        switch (strategy.Type)
        {
            case "":
                errors.Demand(path);
                break;
            case StatefulSetUpdateStrategyType.OnDelete:
                if (strategy.RollingUpdate is { } unused)
                    errors.Reject(at, ImmutableRules.Shown(unused), "only allowed for updateStrategy 'RollingUpdate'");
                break;
            case StatefulSetUpdateStrategyType.RollingUpdate:
                if (strategy.RollingUpdate is { } update) RollingUpdate(errors, at, update);
                break;
            default:
                errors.Reject(path, ImmutableRules.Shown(strategy), "must be 'RollingUpdate' or 'OnDelete'");
                break;
        }
    }

    private static void RollingUpdate(FieldErrorList errors, FieldPath path, RollingUpdateStatefulSetStrategy update)
    {
        BoundRules.Minimum(errors, path.Child("partition"), (long?)update.Partition, 0);
        if (update.MaxUnavailable is not { } unavailable) return;
        var at = path.Child("maxUnavailable");
        RolloutRules.CountOrPercent(errors, at, unavailable);
        if (RolloutRules.IsZero(unavailable)) errors.Reject(at, RolloutRules.Shown(unavailable), "cannot be 0");
        RolloutRules.AtMostAll(errors, at, unavailable);
    }
}
