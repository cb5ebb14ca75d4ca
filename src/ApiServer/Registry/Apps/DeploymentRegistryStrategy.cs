using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>Deployments. Upstream: <c>pkg/registry/apps/deployment</c>.</summary>
/// <remarks>A <c>DeploymentStrategy</c> is a field of the kind.</remarks>
public sealed class DeploymentRegistryStrategy : Strategy<Deployment>
{
    public override UpdateStrategy<Deployment> Status { get; } = new StatusStrategy();

    public override Deployment Default(Deployment value) => WorkloadDefaults.Deployment(value);

    public override Deployment PrepareForCreate(Deployment value, WriteContext context) => value with
    {
        Metadata = value.Metadata.WithFirstGeneration(),
        Spec = value.Spec with { Template = DisabledPodFields.Drop(value.Spec.Template, old: null) },
        Status = DeploymentStatus.Empty,
    };

    /// <summary>Annotations count as wanted: they are copied to ReplicaSets.</summary>
    public override Deployment PrepareForUpdate(Deployment value, Deployment old, WriteContext context)
    {
        var spec = value.Spec with { Template = DisabledPodFields.Drop(value.Spec.Template, old.Spec.Template) };
        var changed = spec != old.Spec || value.Metadata.Annotations != old.Metadata.Annotations;
        return value with { Metadata = value.Metadata.WithNextGeneration(old.Metadata, changed), Spec = spec, Status = old.Status };
    }

    public override void Validate(Deployment value, FieldErrorList errors) =>
        DeploymentRules.Spec(errors, value.Spec, PodRuleOptionsOf.Template(old: null));

    public override void ValidateUpdate(Deployment value, Deployment old, FieldErrorList errors) =>
        DeploymentRules.Spec(errors, value.Spec, PodRuleOptionsOf.Template(old.Spec.Template));

    public override Deployment Canonicalize(Deployment value)
    {
        var template = PodTemplateDefaults.Canonical(value.Spec.Template);
        return ReferenceEquals(template, value.Spec.Template) ? value : value with { Spec = value.Spec with { Template = template } };
    }

    public override void WarnOnCreate(Deployment value, ICollection<string> warnings)
    {
        NameWarnings.Hostname(value.Metadata.Name, "Pod names and hostnames", warnings);
        PodWarnings.Template(FieldPath.Of("spec").Child("template"), value.Spec.Template, warnings);
    }

    public override void WarnOnUpdate(Deployment value, Deployment old, ICollection<string> warnings)
    {
        if (value.Metadata.Generation != old.Metadata.Generation)
            PodWarnings.Template(FieldPath.Of("spec").Child("template"), value.Spec.Template, warnings);
    }

    private sealed class StatusStrategy : UpdateStrategy<Deployment>
    {
        public override Deployment PrepareForUpdate(Deployment value, Deployment old, WriteContext context) =>
            value with { Metadata = value.Metadata with { Labels = old.Metadata.Labels }, Spec = old.Spec };

        public override void ValidateUpdate(Deployment value, Deployment old, FieldErrorList errors) =>
            DeploymentRules.Status(errors, value.Status, old.Status);
    }
}
