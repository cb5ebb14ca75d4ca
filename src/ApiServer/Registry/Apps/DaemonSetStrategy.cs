using System.Globalization;
using Kybernet.Api.Apps.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Apps;

/// <summary>DaemonSets. Upstream: <c>pkg/registry/apps/daemonset</c>.</summary>
/// <remarks>
/// How often the template changed was once a field. It lives on in an annotation, which the server keeps: controllers of old
/// versions look for it.
/// </remarks>
public sealed class DaemonSetStrategy : Strategy<DaemonSet>
{
    private const string TemplateGeneration = "deprecated.daemonset.template.generation";

    public override UpdateStrategy<DaemonSet> Status { get; } = new StatusStrategy();

    public override DaemonSet Default(DaemonSet value) => WorkloadDefaults.DaemonSet(value);

    public override DaemonSet PrepareForCreate(DaemonSet value, WriteContext context) => value with
    {
        Metadata = WithTemplateGeneration(value.Metadata.WithFirstGeneration(), Math.Max(1, GenerationOf(value))),
        Spec = value.Spec with { Template = DisabledPodFields.Drop(value.Spec.Template, old: null) },
        Status = DaemonSetStatus.Empty,
    };

    public override DaemonSet PrepareForUpdate(DaemonSet value, DaemonSet old, WriteContext context)
    {
        var spec = value.Spec with { Template = DisabledPodFields.Drop(value.Spec.Template, old.Spec.Template) };
        var generation = GenerationOf(old) + (spec.Template == old.Spec.Template ? 0 : 1);
        var metadata = value.Metadata.WithNextGeneration(old.Metadata, changed: spec != old.Spec);
        return value with { Metadata = WithTemplateGeneration(metadata, generation), Spec = spec, Status = old.Status };
    }

    public override void Validate(DaemonSet value, FieldErrorList errors) =>
        DaemonSetRules.Spec(errors, value.Spec, PodRuleOptionsOf.Template(old: null));

    public override void ValidateUpdate(DaemonSet value, DaemonSet old, FieldErrorList errors)
    {
        var options = PodRuleOptionsOf.Template(old.Spec.Template);
        if (SelectorRules.HasInvalidValues(old.Spec.Selector)) options = options with { InvalidLabelValueInSelector = true };
        DaemonSetRules.Spec(errors, value.Spec, options);
    }

    public override DaemonSet Canonicalize(DaemonSet value)
    {
        var template = PodTemplateDefaults.Canonical(value.Spec.Template);
        return ReferenceEquals(template, value.Spec.Template) ? value : value with { Spec = value.Spec with { Template = template } };
    }

    public override void WarnOnCreate(DaemonSet value, ICollection<string> warnings) =>
        PodWarnings.Template(FieldPath.Of("spec").Child("template"), value.Spec.Template, warnings);

    public override void WarnOnUpdate(DaemonSet value, DaemonSet old, ICollection<string> warnings)
    {
        if (GenerationOf(value) != GenerationOf(old)) WarnOnCreate(value, warnings);
    }

    /// <summary>0 when there is none that can be read.</summary>
    private static long GenerationOf(DaemonSet set) => long.TryParse(
        set.Metadata.Annotations.GetValueOrDefault(TemplateGeneration), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
        out var generation)
        ? generation
        : 0;

    private static ObjectMeta WithTemplateGeneration(ObjectMeta metadata, long generation) =>
        metadata.WithAnnotation(TemplateGeneration, generation.ToString(CultureInfo.InvariantCulture));

    private sealed class StatusStrategy : UpdateStrategy<DaemonSet>
    {
        public override DaemonSet PrepareForUpdate(DaemonSet value, DaemonSet old, WriteContext context) =>
            value with { Metadata = WithTemplateGeneration(value.Metadata, GenerationOf(old)), Spec = old.Spec };

        public override void ValidateUpdate(DaemonSet value, DaemonSet old, FieldErrorList errors) =>
            ReplicaStatusRules.Collisions(errors, value.Status.CollisionCount, old.Status.CollisionCount);
    }
}
