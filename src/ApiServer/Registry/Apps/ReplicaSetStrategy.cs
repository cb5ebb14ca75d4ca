using System.Globalization;
using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>ReplicaSets. Upstream: <c>pkg/registry/apps/replicaset</c>.</summary>
public sealed class ReplicaSetStrategy : Strategy<ReplicaSet>
{
    public override UpdateStrategy<ReplicaSet> Status { get; } = new StatusStrategy();

    public override ListOf<string> SelectableFields => ["status.replicas"];

    public override ReplicaSet Default(ReplicaSet value) => WorkloadDefaults.ReplicaSet(value);

    public override ReplicaSet PrepareForCreate(ReplicaSet value, WriteContext context) => value with
    {
        Metadata = value.Metadata.WithFirstGeneration(),
        Spec = value.Spec with { Template = DisabledPodFields.Drop(value.Spec.Template, old: null) },
        Status = ReplicaSetStatus.Empty,
    };

    public override ReplicaSet PrepareForUpdate(ReplicaSet value, ReplicaSet old, WriteContext context)
    {
        var spec = value.Spec with { Template = DisabledPodFields.Drop(value.Spec.Template, old.Spec.Template) };
        return value with
        {
            Metadata = value.Metadata.WithNextGeneration(old.Metadata, changed: spec != old.Spec),
            Spec = spec,
            Status = old.Status,
        };
    }

    public override void Validate(ReplicaSet value, FieldErrorList errors) =>
        ReplicaSetRules.Spec(errors, value.Spec, PodRuleOptionsOf.Template(old: null));

    public override void ValidateUpdate(ReplicaSet value, ReplicaSet old, FieldErrorList errors) =>
        ReplicaSetRules.Spec(errors, value.Spec, PodRuleOptionsOf.Template(old.Spec.Template));

    public override ReplicaSet Canonicalize(ReplicaSet value)
    {
        var template = PodTemplateDefaults.Canonical(value.Spec.Template);
        return ReferenceEquals(template, value.Spec.Template) ? value : value with { Spec = value.Spec with { Template = template } };
    }

    public override string? SelectableField(ReplicaSet value, string field) =>
        field == "status.replicas" ? value.Status.Replicas.ToString(CultureInfo.InvariantCulture) : null;

    public override void WarnOnCreate(ReplicaSet value, ICollection<string> warnings)
    {
        NameWarnings.Hostname(value.Metadata.Name, "Pod names and hostnames", warnings);
        PodWarnings.Template(FieldPath.Of("spec").Child("template"), value.Spec.Template, warnings);
    }

    public override void WarnOnUpdate(ReplicaSet value, ReplicaSet old, ICollection<string> warnings)
    {
        if (value.Metadata.Generation != old.Metadata.Generation)
            PodWarnings.Template(FieldPath.Of("spec").Child("template"), value.Spec.Template, warnings);
    }

    private sealed class StatusStrategy : UpdateStrategy<ReplicaSet>
    {
        public override ReplicaSet PrepareForUpdate(ReplicaSet value, ReplicaSet old, WriteContext context) =>
            value with { Spec = old.Spec };

        public override void ValidateUpdate(ReplicaSet value, ReplicaSet old, FieldErrorList errors) =>
            ReplicaSetRules.Status(errors, value.Status);
    }
}
