using Kybernet.Api.Discovery.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Discovery;

/// <summary>The ports of a slice; how many there may be is a rule of the schema. Upstream: <c>validatePorts</c>.</summary>
internal static class EndpointSliceRules
{
    private const int MaxPorts = 20000;

    /// <summary>Names, the empty one too, are unique.</summary>
    public static void CheckPorts(EndpointSlice slice, FieldErrorList errors)
    {
        if (slice.Ports.Count > MaxPorts) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < slice.Ports.Count; i++)
        {
            var (port, path) = (slice.Ports[i], FieldPath.Of("ports").Index(i));
            var name = port.Name ?? "";
            if (name.Length > 0) FormatRules.DnsLabel(errors, path.Child("name"), name);
            if (!seen.Add(name)) errors.Add(FieldError.Duplicate(path.Child("name"), FieldValue.JsonString(name)));
            if (port.Protocol is null) errors.Add(FieldError.Required(path.Child("protocol"), ""));
        }
    }
}
