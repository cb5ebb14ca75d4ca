using Kybernet.Api.Networking.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Networking.Ingresses;

/// <summary>A service and its port, or a resource. Upstream: <c>validateIngressBackend</c>.</summary>
internal static class IngressBackendRules
{
    public static void Check(IngressBackend backend, FieldPath path, FieldErrorList errors)
    {
        if (backend is { Resource: not null, Service: not null })
            errors.Add(FieldError.Invalid(path, "", "cannot set both resource and service backends"));
        else if (backend.Resource is { } resource)
        {
            var at = path.Child("resource");
            FormatRules.DnsSubdomain(errors, at.Child("apiGroup"), resource.ApiGroup);
            if (resource.Kind.Length > 0) FormatRules.PathSegmentName(errors, at.Child("kind"), resource.Kind);
            if (resource.Name.Length > 0) FormatRules.PathSegmentName(errors, at.Child("name"), resource.Name);
        }
        else if (backend.Service is { } service) CheckService(service, path, errors);
        else errors.Add(FieldError.Invalid(path, "", "resource or service backend is required"));
    }

    /// <summary>Upstream's gate RelaxedServiceNameValidation is on: a digit may begin the name.</summary>
    private static void CheckService(IngressServiceBackend service, FieldPath path, FieldErrorList errors)
    {
        if (service.Name.Length > 0) FormatRules.DnsLabel(errors, path.Child("service").Child("name"), service.Name);
        var at = path.Child("service").Child("port");
        switch (service.Port)
        {
            case { Name.Length: > 0, Number: not 0 }:
                errors.Add(FieldError.Invalid(path, "", "cannot set both port name & port number"));
                break;
            case { Name.Length: > 0 }:
                FormatRules.PortName(errors, at.Child("name"), service.Port.Name);
                break;
            case { Number: not 0 }:
                FormatRules.Port(errors, at.Child("number"), service.Port.Number);
                break;
            default:
                errors.Add(FieldError.Required(path, "port name or number is required"));
                break;
        }
    }
}
