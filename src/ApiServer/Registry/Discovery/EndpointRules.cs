using Kybernet.Api.Discovery.V1;
using Kybernet.ApiServer.Registry.Core.Addresses;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Discovery;

/// <summary>The endpoints of a slice. Upstream: <c>validateEndpoints</c>.</summary>
internal static class EndpointRules
{
    private const int MaxEndpoints = 1000;
    private const int MaxAddresses = 100;
    private const int MaxTopologyLabels = 16;

    public static void Check(EndpointSlice slice, FieldErrorList errors)
    {
        var path = FieldPath.Of("endpoints");
        if (slice.Endpoints.Count > MaxEndpoints)
        {
            errors.Add(FieldError.TooMany(path, slice.Endpoints.Count, MaxEndpoints));
            return;
        }

        for (var i = 0; i < slice.Endpoints.Count; i++) Check(slice.Endpoints[i], slice.AddressType, path.Index(i), errors);
    }

    private static void Check(Endpoint endpoint, string type, FieldPath path, FieldErrorList errors)
    {
        var addresses = path.Child("addresses");
        if (endpoint.Addresses.IsEmpty) errors.Add(FieldError.Required(addresses, "must contain at least 1 address"));
        ItemRules.MaxItems(errors, addresses, endpoint.Addresses, MaxAddresses);
        for (var i = 0; i < endpoint.Addresses.Count; i++) CheckAddress(endpoint.Addresses[i], type, addresses, i, errors);
        FormatRules.DnsSubdomain(errors, path.Child("nodeName"), endpoint.NodeName);
        var topology = path.Child("deprecatedTopology");
        if (endpoint.DeprecatedTopology.Count > MaxTopologyLabels)
            errors.Add(FieldError.TooMany(topology, endpoint.DeprecatedTopology.Count, MaxTopologyLabels));
        MetadataRules.Labels(errors, topology, endpoint.DeprecatedTopology);
        FormatRules.DnsLabel(errors, path.Child("hostname"), endpoint.Hostname);
        if (endpoint.Hints is { } hints) HintRules.Check(hints, path.Child("hints"), errors);
    }

    private static void CheckAddress(string address, string type, FieldPath path, int index, FieldErrorList errors)
    {
        var before = errors.Count;
        switch (type)
        {
            case AddressType.FQDN:
                DnsNames.IsFullyQualifiedDomainName(errors, path.Index(index), address);
                return;
            case AddressType.IPv4:
                IpRules.IsValidIpForLegacyField(errors, path.Index(index), address, strict: true);
                if (errors.Count > before) return;
                if (!IpAddresses.IsIPv4(address)) errors.Add(FieldError.Invalid(path, address, "must be an IPv4 address"));
                break;
            case AddressType.IPv6:
                IpRules.IsValidIp(errors, path.Index(index), address);
                if (errors.Count > before) return;
                if (!IpAddresses.IsIPv6(address)) errors.Add(FieldError.Invalid(path, address, "must be an IPv6 address"));
                break;
            default:
                return;
        }

        EndpointIpRules.Check(errors, path.Index(index), address);
    }
}
