using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>StatefulSets. Upstream: <c>pkg/registry/apps/statefulset</c>.</summary>
public sealed class StatefulSetStrategy : Strategy<StatefulSet>
{
    public override UpdateStrategy<StatefulSet> Status { get; } = new StatusStrategy();

    /// <summary>Pods are called after their set, and the name of a pod is its hostname.</summary>
    public override ListOf<string> CheckName(string name, bool prefix) => ObjectNames.IsDnsLabel(name, prefix);

    public override StatefulSet Default(StatefulSet value) => WorkloadDefaults.StatefulSet(value);

    public override StatefulSet PrepareForCreate(StatefulSet value, WriteContext context) => value with
    {
        Metadata = value.Metadata.WithFirstGeneration(),
        Spec = Prepared(value.Spec, old: null),
        Status = StatefulSetStatus.Empty,
    };

    public override StatefulSet PrepareForUpdate(StatefulSet value, StatefulSet old, WriteContext context)
    {
        var spec = Prepared(value.Spec, old.Spec);
        return value with
        {
            Metadata = value.Metadata.WithNextGeneration(old.Metadata, changed: spec != old.Spec),
            Spec = spec,
            Status = old.Status,
        };
    }

    public override void Validate(StatefulSet value, FieldErrorList errors) => StatefulSetRules.Create(errors, value.Spec);

    public override void ValidateUpdate(StatefulSet value, StatefulSet old, FieldErrorList errors) =>
        StatefulSetRules.Update(errors, value.Spec, old.Spec);

    public override StatefulSet Canonicalize(StatefulSet value)
    {
        var template = PodTemplateDefaults.Canonical(value.Spec.Template);
        return ReferenceEquals(template, value.Spec.Template) ? value : value with { Spec = value.Spec with { Template = template } };
    }

    public override void WarnOnCreate(StatefulSet value, ICollection<string> warnings)
    {
        PodWarnings.Template(FieldPath.Of("spec").Child("template"), value.Spec.Template, warnings);
        OfSpec(value.Spec, warnings);
    }

    public override void WarnOnUpdate(StatefulSet value, StatefulSet old, ICollection<string> warnings)
    {
        if (value.Metadata.Generation != old.Metadata.Generation)
            PodWarnings.Template(FieldPath.Of("spec").Child("template"), value.Spec.Template, warnings);
        OfSpec(value.Spec, warnings);
    }

    /// <summary>Without the field of the feature MaxUnavailableStatefulSet, which is off, unless it was there.</summary>
    private static StatefulSetSpec Prepared(StatefulSetSpec spec, StatefulSetSpec? old)
    {
        spec = spec with { Template = DisabledPodFields.Drop(spec.Template, old?.Template) };
        return spec.UpdateStrategy.RollingUpdate is { MaxUnavailable: not null } update
            && old?.UpdateStrategy.RollingUpdate?.MaxUnavailable is null
                ? spec with { UpdateStrategy = spec.UpdateStrategy with { RollingUpdate = update with { MaxUnavailable = null } } }
                : spec;
    }

    private static void OfSpec(StatefulSetSpec spec, ICollection<string> warnings)
    {
        for (var i = 0; i < spec.VolumeClaimTemplates.Count; i++)
            VolumeWarnings.Claim(
                FieldPath.Of("spec").Child("volumeClaimTemplates").Index(i), spec.VolumeClaimTemplates[i].Spec, warnings);
        if (spec.RevisionHistoryLimit < 0)
            warnings.Add("spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended");
    }

    private sealed class StatusStrategy : UpdateStrategy<StatefulSet>
    {
        public override StatefulSet PrepareForUpdate(StatefulSet value, StatefulSet old, WriteContext context) =>
            value with { Spec = old.Spec };

        public override void ValidateUpdate(StatefulSet value, StatefulSet old, FieldErrorList errors) =>
            StatefulSetRules.Status(errors, value.Status, old.Status);
    }
}
