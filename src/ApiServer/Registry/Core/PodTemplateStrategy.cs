using Kybernet.Api.Core.V1;
using Kybernet.ApiServer.Registry.Core.Pods;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core;

/// <summary>PodTemplates. Upstream: <c>pkg/registry/core/podtemplate</c>.</summary>
public sealed class PodTemplateStrategy : Strategy<PodTemplate>
{
    private static FieldPath Path { get; } = FieldPath.Of("template");

    public override PodTemplate Default(PodTemplate value)
    {
        var template = PodTemplateDefaults.Template(value.Template);
        return ReferenceEquals(template, value.Template) ? value : value with { Template = template };
    }

    public override PodTemplate PrepareForCreate(PodTemplate value, WriteContext context) => value with
    {
        Metadata = value.Metadata.WithFirstGeneration(),
        Template = DisabledPodFields.Drop(value.Template, old: null),
    };

    public override PodTemplate PrepareForUpdate(PodTemplate value, PodTemplate old, WriteContext context)
    {
        var template = DisabledPodFields.Drop(value.Template, old.Template);
        return value with
        {
            Metadata = value.Metadata.WithNextGeneration(old.Metadata, changed: template != old.Template),
            Template = template,
        };
    }

    public override void Validate(PodTemplate value, FieldErrorList errors) =>
        PodTemplateRules.Check(errors, Path, value.Template, PodRuleOptions.Strict);

    public override void ValidateUpdate(PodTemplate value, PodTemplate old, FieldErrorList errors) =>
        PodTemplateRules.Check(errors, Path, value.Template, PodRuleOptionsOf.Template(old.Template));

    public override PodTemplate Canonicalize(PodTemplate value)
    {
        var template = PodTemplateDefaults.Canonical(value.Template);
        return ReferenceEquals(template, value.Template) ? value : value with { Template = template };
    }

    public override void WarnOnCreate(PodTemplate value, ICollection<string> warnings) =>
        PodWarnings.Template(Path, value.Template, warnings);

    public override void WarnOnUpdate(PodTemplate value, PodTemplate old, ICollection<string> warnings)
    {
        if (value.Metadata.Generation != old.Metadata.Generation) PodWarnings.Template(Path, value.Template, warnings);
    }
}
