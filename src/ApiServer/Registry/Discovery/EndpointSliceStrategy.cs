using Kybernet.Api.Discovery.V1;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.Discovery;

/// <summary>EndpointSlices. Upstream: <c>pkg/registry/discovery/endpointslice/strategy.go</c>.</summary>
public sealed class EndpointSliceStrategy : Strategy<EndpointSlice>
{
    private const string ManagedBy = "endpointslice.kubernetes.io/managed-by";
    private const string HostnameLabel = "kubernetes.io/hostname";

    public override EndpointSlice PrepareForCreate(EndpointSlice value, WriteContext context) =>
        WithoutTopology(value with { Metadata = value.Metadata with { Generation = 1 } }, []);

    /// <summary>The generation counts changes of anything but the metadata, and of the labels.</summary>
    public override EndpointSlice PrepareForUpdate(EndpointSlice value, EndpointSlice old, WriteContext context)
    {
        if (value.Metadata.Labels != old.Metadata.Labels || value with { Metadata = old.Metadata } != old)
            value = value with { Metadata = value.Metadata with { Generation = old.Metadata.Generation + 1 } };
        return value.Endpoints == old.Endpoints ? value : WithoutTopology(value, NodesOf(old));
    }

    public override void Validate(EndpointSlice value, FieldErrorList errors)
    {
        EndpointSliceRules.CheckPorts(value, errors);
        EndpointRules.Check(value, errors);
    }

    /// <summary>Endpoints that do not change stay valid, whatever they are.</summary>
    public override void ValidateUpdate(EndpointSlice value, EndpointSlice old, FieldErrorList errors)
    {
        EndpointSliceRules.CheckPorts(value, errors);
        if (value.Endpoints != old.Endpoints) EndpointRules.Check(value, errors);
    }

    public override void WarnOnCreate(EndpointSlice value, ICollection<string> warnings)
    {
        if (value.AddressType == AddressType.FQDN) warnings.Add("spec.addressType: FQDN endpoints are deprecated");
        WarnOnUpdate(value, value, warnings);
    }

    /// <summary>The two controllers write canonical addresses: time is not spent on them.</summary>
    public override void WarnOnUpdate(EndpointSlice value, EndpointSlice old, ICollection<string> warnings)
    {
        if (value.Metadata.Labels.GetValueOrDefault(ManagedBy)
            is "endpointslice-controller.k8s.io" or "endpointslicemirroring-controller.k8s.io") return;
        for (var i = 0; i < value.Endpoints.Count; i++)
            for (var j = 0; j < value.Endpoints[i].Addresses.Count; j++)
            {
                var path = FieldPath.Of("endpoints").Index(i).Child("addresses").Index(j);
                foreach (var warning in IpRules.WarningsForIp(path, value.Endpoints[i].Addresses[j])) warnings.Add(warning);
            }
    }

    /// <summary>
    /// Drops the field of the beta version. A node name it holds is kept as <c>nodeName</c> when the old object had it there too.
    /// </summary>
    private static EndpointSlice WithoutTopology(EndpointSlice value, HashSet<string> oldNodes)
    {
        var endpoints = value.Endpoints;
        for (var i = 0; i < endpoints.Count; i++)
        {
            var endpoint = endpoints[i];
            if (endpoint.DeprecatedTopology.IsAbsent) continue;
            var node = endpoint.DeprecatedTopology.GetValueOrDefault(HostnameLabel);
            var isKept = endpoint.NodeName is null && node is not null && oldNodes.Contains(node)
                && ObjectNames.IsDnsSubdomain(node, prefix: false).IsEmpty;
            endpoints = endpoints.SetItem(i, endpoint with { NodeName = isKept ? node : endpoint.NodeName, DeprecatedTopology = default });
        }

        return endpoints == value.Endpoints ? value : value with { Endpoints = endpoints };
    }

    private static HashSet<string> NodesOf(EndpointSlice slice)
    {
        var nodes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in slice.Endpoints)
            if (endpoint.DeprecatedTopology.GetValueOrDefault(HostnameLabel) is { Length: > 0 } node) nodes.Add(node);
        return nodes;
    }
}
