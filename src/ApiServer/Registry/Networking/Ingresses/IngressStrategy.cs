using Kybernet.Api.Networking.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Networking.Ingresses;

/// <summary>Ingresses. Upstream: <c>pkg/registry/networking/ingress/strategy.go</c>.</summary>
public sealed class IngressStrategy : Strategy<Ingress>
{
    private const string ClassAnnotation = "kubernetes.io/ingress.class";

    public override UpdateStrategy<Ingress> Status { get; } = new IngressStatusStrategy();

    public override Ingress PrepareForCreate(Ingress value, WriteContext context) =>
        value with { Status = IngressStatus.Empty, Metadata = value.Metadata with { Generation = 1 } };

    public override Ingress PrepareForUpdate(Ingress value, Ingress old, WriteContext context)
    {
        value = value with { Status = old.Status };
        return value.Spec == old.Spec
            ? value
            : value with { Metadata = value.Metadata with { Generation = old.Metadata.Generation + 1 } };
    }

    public override void Validate(Ingress value, FieldErrorList errors)
    {
        IngressRules.Check(value.Spec, null, errors);
        // Upstream leaves "metadata" out of this path.
        if (value.Spec.IngressClassName is { } name
            && value.Metadata.Annotations.TryGetValue(ClassAnnotation, out var annotated) && annotated != name)
            errors.Add(FieldError.Invalid(
                FieldPath.Of("annotations").Child(ClassAnnotation), annotated,
                "must match `ingressClassName` when both are specified"));
    }

    public override void ValidateUpdate(Ingress value, Ingress old, FieldErrorList errors) =>
        IngressRules.Check(value.Spec, old.Spec, errors);

    public override void WarnOnCreate(Ingress value, ICollection<string> warnings)
    {
        if (value.Spec.IngressClassName is null && value.Metadata.Annotations.ContainsKey(ClassAnnotation))
            warnings.Add($"annotation \"{ClassAnnotation}\" is deprecated, please use 'spec.ingressClassName' instead");
    }
}
