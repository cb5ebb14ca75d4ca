using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Core.Services;

/// <summary>What the ports of a Service must not share. Each port's own fields are rules of the schema.</summary>
internal static class ServicePortRules
{
    private static readonly FieldPath s_ports = ServiceRules.Spec.Child("ports");

    /// <summary>Where there is more than one port all have names, each another.</summary>
    public static void CheckNames(Service service, FieldErrorList errors)
    {
        var ports = service.Spec.Ports;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < ports.Count; i++)
        {
            var path = s_ports.Index(i).Child("name");
            if (ports[i].Name.Length == 0)
            {
                if (ports.Count > 1) errors.Add(FieldError.Required(path, ""));
            }
            else if (!seen.Add(ports[i].Name))
                errors.Add(FieldError.Duplicate(path, ports[i].Name));
        }
    }

    /// <summary>Numbers may repeat with another protocol. A ClusterIP Service has no node ports.</summary>
    public static void CheckUnique(Service service, FieldErrorList errors)
    {
        var ports = service.Spec.Ports;
        for (var i = 0; i < ports.Count; i++)
            if (service.Spec.Type == ServiceType.ClusterIP && ports[i].NodePort != 0)
                errors.Add(FieldError.Forbidden(s_ports.Index(i).Child("nodePort"), "may not be used when `type` is 'ClusterIP'"));

        var nodePorts = new HashSet<(string, int)>();
        for (var i = 0; i < ports.Count; i++)
            if (ports[i].NodePort != 0 && !nodePorts.Add((ports[i].Protocol, ports[i].NodePort)))
                errors.Add(FieldError.Duplicate(s_ports.Index(i).Child("nodePort"), ports[i].NodePort));

        var numbers = new HashSet<(string, int)>();
        for (var i = 0; i < ports.Count; i++)
            if (!numbers.Add((ports[i].Protocol, ports[i].Port))) errors.Add(FieldError.Duplicate(s_ports.Index(i), Shown(ports[i])));
    }

    /// <summary>Upstream shows its internal type, with only these two fields set.</summary>
    private static FieldValue Shown(ServicePort port) => FieldValue.Json(
        $$"""{"Name":"","Protocol":{{QuotedText.Json(port.Protocol)}},"AppProtocol":null,"Port":{{port.Port}},"TargetPort":0,"NodePort":0}""");
}
