using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Controllers.EndpointSlices;
using Kybernet.Controllers.Pods;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using EndpointPort = Kybernet.Api.Discovery.V1.EndpointPort;

namespace Kybernet.Controllers.EndpointSliceMirroring;

/// <summary>What is to be written so that slices show an Endpoints object. Upstream: <c>endpointslicemirroring/reconciler.go</c>.</summary>
/// <param name="Changes">The writes.</param>
/// <param name="Invalid">Addresses that are none, and left out.</param>
/// <param name="Skipped">Addresses left out: those, and those too many.</param>
public sealed record EndpointSliceMirroringPlan(SliceChanges Changes, int Invalid, int Skipped)
{
    /// <summary>Who keeps mirrored slices.</summary>
    public const string Manager = "endpointslicemirroring-controller.k8s.io";

    /// <summary>Of one subset and family: a slice each.</summary>
    public const int MaxEndpoints = 1000;

    private const string SkipMirror = "endpointslice.kubernetes.io/skip-mirror";
    private const string Leader = "control-plane.alpha.kubernetes.io/leader";
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>False when its labels say not to, and for the locks of leaders.</summary>
    public static bool IsMirrored(Endpoints endpoints) =>
        endpoints.Metadata.Labels.GetValueOrDefault(SkipMirror) != "true" && !endpoints.Metadata.Annotations.ContainsKey(Leader);

    /// <param name="endpoints">To mirror.</param>
    /// <param name="slices">Its slices as they are, of this manager, without those being deleted.</param>
    public static EndpointSliceMirroringPlan For(Endpoints endpoints, IReadOnlyList<EndpointSlice> slices)
    {
        var (invalid, skipped) = (0, 0);
        var wanted = new Dictionary<(string Type, string Ports), EndpointSlice>();
        foreach (var (ports, addresses) in PortGroups.Of(endpoints.Subsets))
        {
            var mirrored = 0;
            foreach (var (address, isReady) in addresses)
            {
                if (mirrored == MaxEndpoints) break;
                if (!TryMirror(address, isReady, out var endpoint, out var type))
                {
                    invalid++;
                    continue;
                }

                mirrored++;
                var key = (type, PodEndpoint.PortKey(ports));
                if (!wanted.TryGetValue(key, out var slice)) slice = NewSlice(endpoints, type, ports);
                wanted[key] = slice with { Endpoints = slice.Endpoints.Add(endpoint) };
            }

            skipped += addresses.Count - mirrored;
        }

        return new(Compare(slices, wanted), invalid, skipped);
    }

    private static SliceChanges Compare(IReadOnlyList<EndpointSlice> slices, Dictionary<(string Type, string Ports), EndpointSlice> wanted)
    {
        var (create, update, delete) = (new List<EndpointSlice>(), new List<EndpointSlice>(), new List<EndpointSlice>());
        var there = slices.ToLookup(slice => (slice.AddressType, PodEndpoint.PortKey(slice.Ports)));
        foreach (var group in there) delete.AddRange(wanted.ContainsKey(group.Key) ? group.Skip(1) : group);
        foreach (var (key, slice) in wanted)
        {
            if (there[key].FirstOrDefault() is not { } current) create.Add(slice);
            else if (!IsSame(current, slice)) update.Add(Replace(current, slice));
        }

        // A slice to delete takes the content of one to create: one write instead of two.
        foreach (var slice in create.ToArray())
        {
            if (delete.Find(old => old.AddressType == slice.AddressType) is not { } reused) continue;
            delete.Remove(reused);
            create.Remove(slice);
            update.Add(Replace(reused, slice));
        }

        return new(create, update, delete);
    }

    private static EndpointSlice Replace(EndpointSlice current, EndpointSlice wanted) => wanted with
    {
        Metadata = current.Metadata with
        {
            Labels = wanted.Metadata.Labels,
            Annotations = wanted.Metadata.Annotations,
            OwnerReferences = wanted.Metadata.OwnerReferences,
        },
    };

    private static bool IsSame(EndpointSlice current, EndpointSlice wanted)
    {
        var (left, right) = (current.Metadata, wanted.Metadata);
        if (left.Labels != right.Labels || left.Annotations != right.Annotations || left.OwnerReferences != right.OwnerReferences) return false;
        var endpoints = current.Endpoints.ToLookup(PodEndpoint.Identity);
        return current.Endpoints.Count == wanted.Endpoints.Count
            && wanted.Endpoints.All(endpoint => endpoints[PodEndpoint.Identity(endpoint)].Any(other => PodEndpoint.AreEqual(endpoint, other)));
    }

    private static EndpointSlice NewSlice(Endpoints endpoints, string type, ListOf<EndpointPort> ports) => new()
    {
        Metadata = new()
        {
            Namespace = endpoints.Metadata.Namespace,
            GenerateName = PodTemplates.PrefixOf(endpoints.Metadata.Name),
            Labels = endpoints.Metadata.Labels
                .SetItem(SliceMetadata.ServiceName, endpoints.Metadata.Name).SetItem(SliceMetadata.ManagedBy, Manager),
            Annotations = endpoints.Metadata.Annotations.Remove(SliceMetadata.TriggerTime).Remove(LastApplied),
            OwnerReferences = [endpoints.ToControllerReference()],
        },
        AddressType = type,
        Ports = ports,
        Endpoints = ListOf<Endpoint>.Empty,
    };

    private static bool TryMirror(EndpointAddress address, bool isReady, out Endpoint endpoint, out string type)
    {
        var (v4, v6) = (ServicePods.AddressOf(address.Ip, ipv6: false), ServicePods.AddressOf(address.Ip, ipv6: true));
        type = v4 is not null ? AddressType.IPv4 : AddressType.IPv6;
        endpoint = new()
        {
            Addresses = [v4 ?? v6 ?? ""],
            Conditions = new() { Ready = isReady },
            TargetRef = address.TargetRef,
            NodeName = address.NodeName,
            Hostname = address.Hostname.Length > 0 ? address.Hostname : null,
        };
        return (v4 ?? v6) is not null;
    }
}
