using System.Globalization;
using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Apps;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Selectors;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core;

/// <summary>ReplicationControllers. Upstream: <c>pkg/registry/core/replicationcontroller</c>.</summary>
public sealed class ReplicationControllerStrategy : Strategy<ReplicationController>
{
    public override UpdateStrategy<ReplicationController> Status { get; } = new StatusStrategy();

    public override bool OrphansDependentsByDefault => true;

    public override ListOf<string> SelectableFields => ["status.replicas"];

    /// <summary>The template's labels are the controller's own and its selector, where it has none.</summary>
    public override ReplicationController Default(ReplicationController value)
    {
        if (value.Spec.Template is not { } given) return value;
        var template = PodTemplateDefaults.Template(given);
        var labels = template.Metadata.Labels;
        if (!ReferenceEquals(template, given)) value = value with { Spec = value.Spec with { Template = template } };
        if (labels.IsEmpty) return value;
        if (value.Spec.Selector.IsEmpty) value = value with { Spec = value.Spec with { Selector = labels } };
        return value.Metadata.Labels.IsEmpty ? value with { Metadata = value.Metadata with { Labels = labels } } : value;
    }

    public override ReplicationController PrepareForCreate(ReplicationController value, WriteContext context) => value with
    {
        Metadata = value.Metadata.WithFirstGeneration(),
        Spec = Prepared(value.Spec, old: null),
        Status = ReplicationControllerStatus.Empty,
    };

    public override ReplicationController PrepareForUpdate(ReplicationController value, ReplicationController old, WriteContext context)
    {
        var spec = Prepared(value.Spec, old.Spec);
        return value with
        {
            Metadata = value.Metadata.WithNextGeneration(old.Metadata, changed: spec != old.Spec),
            Spec = spec,
            Status = old.Status,
        };
    }

    public override void Validate(ReplicationController value, FieldErrorList errors) => Check(value.Spec, PodRuleOptions.Strict, errors);

    public override void ValidateUpdate(ReplicationController value, ReplicationController old, FieldErrorList errors) =>
        Check(value.Spec, PodRuleOptionsOf.Template(old.Spec.Template), errors);

    public override ReplicationController Canonicalize(ReplicationController value)
    {
        if (value.Spec.Template is not { } given) return value;
        var template = PodTemplateDefaults.Canonical(given);
        return ReferenceEquals(template, given) ? value : value with { Spec = value.Spec with { Template = template } };
    }

    public override string? SelectableField(ReplicationController value, string field) =>
        field == "status.replicas" ? value.Status.Replicas.ToString(CultureInfo.InvariantCulture) : null;

    public override void WarnOnCreate(ReplicationController value, ICollection<string> warnings)
    {
        NameWarnings.Hostname(value.Metadata.Name, "Pod names and hostnames", warnings);
        if (value.Spec.Template is { } template) PodWarnings.Template(FieldPath.Of("spec").Child("template"), template, warnings);
    }

    /// <summary>Upstream looks at the old template here.</summary>
    public override void WarnOnUpdate(ReplicationController value, ReplicationController old, ICollection<string> warnings)
    {
        if (value.Metadata.Generation != old.Metadata.Generation && old.Spec.Template is { } template)
            PodWarnings.Template(FieldPath.Of("spec").Child("template"), template, warnings);
    }

    private static ReplicationControllerSpec Prepared(ReplicationControllerSpec spec, ReplicationControllerSpec? old) =>
        spec.Template is { } template ? spec with { Template = DisabledPodFields.Drop(template, old?.Template) } : spec;

    private static void Check(ReplicationControllerSpec spec, PodRuleOptions options, FieldErrorList errors)
    {
        var path = FieldPath.Of("spec").Child("template");
        if (spec.Template is not { } template) return;
        if (!spec.Selector.IsEmpty && !Selector.FromSet(spec.Selector).Matches(template.Metadata.Labels))
            errors.Reject(
                path.Child("metadata").Child("labels"), ImmutableRules.Shown(template.Metadata.Labels),
                "`selector` does not match template `labels`");
        PodTemplateRules.Check(errors, path, template, options);
        PodTemplateRules.RunsForever(errors, path, template, ReplicationController.KindName);
    }

    private sealed class StatusStrategy : UpdateStrategy<ReplicationController>
    {
        public override ReplicationController PrepareForUpdate(
            ReplicationController value, ReplicationController old, WriteContext context) => value with { Spec = old.Spec };

        public override void ValidateUpdate(ReplicationController value, ReplicationController old, FieldErrorList errors)
        {
            var status = value.Status;
            ReplicaStatusRules.NotMoreThan(
                errors, status.Replicas, ("fullyLabeledReplicas", status.FullyLabeledReplicas), ("readyReplicas", status.ReadyReplicas),
                ("availableReplicas", status.AvailableReplicas));
            ReplicaStatusRules.AvailableAreReady(errors, status.AvailableReplicas, status.ReadyReplicas);
        }
    }
}
