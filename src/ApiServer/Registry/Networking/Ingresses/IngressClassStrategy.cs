using Kybernet.Api.Networking.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Networking.Ingresses;

/// <summary>IngressClasses. Upstream: <c>pkg/registry/networking/ingressclass/strategy.go</c>, <c>validateIngressClassSpec</c>.</summary>
public sealed class IngressClassStrategy : Strategy<IngressClass>
{
    private const string Cluster = "Cluster";
    private const string Namespace = "Namespace";

    /// <summary>Parameters are of the cluster unless they say otherwise.</summary>
    public override IngressClass Default(IngressClass value) => value.Spec.Parameters is { Scope: null } parameters
        ? value with { Spec = value.Spec with { Parameters = parameters with { Scope = Cluster } } }
        : value;

    public override IngressClass PrepareForCreate(IngressClass value, WriteContext context) =>
        value with { Metadata = value.Metadata with { Generation = 1 } };

    public override IngressClass PrepareForUpdate(IngressClass value, IngressClass old, WriteContext context) =>
        value.Spec == old.Spec ? value : value with { Metadata = value.Metadata with { Generation = old.Metadata.Generation + 1 } };

    public override void Validate(IngressClass value, FieldErrorList errors)
    {
        var path = FieldPath.Of("spec");
        QualifiedNames.IsDomainPrefixedPath(errors, path.Child("controller"), value.Spec.Controller);
        if (value.Spec.Parameters is { } parameters) CheckParameters(parameters, path.Child("parameters"), errors);
    }

    private static void CheckParameters(IngressClassParametersReference parameters, FieldPath path, FieldErrorList errors)
    {
        var home = path.Child("namespace");
        switch (parameters.Scope)
        {
            case null:
                errors.Add(FieldError.Required(path.Child("scope"), ""));
                break;
            case Namespace when parameters.Namespace is null:
                errors.Add(FieldError.Required(home, "`parameters.scope` is set to 'Namespace'"));
                break;
            case Namespace:
                FormatRules.DnsLabel(errors, home, parameters.Namespace);
                break;
            case Cluster:
                if (parameters.Namespace is not null) errors.Add(FieldError.Forbidden(home, "`parameters.scope` is set to 'Cluster'"));
                break;
            default:
                errors.Add(FieldError.NotSupported(path.Child("scope"), parameters.Scope, [Cluster, Namespace]));
                break;
        }
    }
}
