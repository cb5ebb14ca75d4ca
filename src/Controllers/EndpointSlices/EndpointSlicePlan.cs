using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Machinery.Collections;
using EndpointPort = Kybernet.Api.Discovery.V1.EndpointPort;

namespace Kybernet.Controllers.EndpointSlices;

/// <summary>What is to be written so that a service's slices show its pods. Upstream: <c>k8s.io/endpointslice</c>, <c>reconciler.go</c>.</summary>
/// <param name="Changes">The writes.</param>
/// <param name="MissingNode">A pod's node that is not known (yet): the pod is left out. Empty for none.</param>
public sealed record EndpointSlicePlan(SliceChanges Changes, string MissingNode)
{
    /// <param name="service">With a selector.</param>
    /// <param name="pods">Those it selects.</param>
    /// <param name="nodeOf">Nodes by name.</param>
    /// <param name="slices">Its slices as they are, of this manager, without those being deleted.</param>
    public static EndpointSlicePlan For(
        Service service, IReadOnlyList<Pod> pods, Func<string, Node?> nodeOf, IReadOnlyList<EndpointSlice> slices)
    {
        var types = SliceMetadata.AddressTypesOf(service);
        var changes = SliceChanges.None with { Delete = [.. slices.Where(slice => !types.Contains(slice.AddressType))] };
        var missingNode = "";
        foreach (var type in types)
        {
            List<EndpointSlice> ofType = [.. slices.Where(slice => slice.AddressType == type)];
            var (ofThis, missing) = ForType(service, pods, nodeOf, ofType, type);
            changes = changes.Add(ofThis);
            if (missing.Length > 0) missingNode = missing;
        }

        return new(changes, missingNode);
    }

    private static (SliceChanges Changes, string MissingNode) ForType(
        Service service, IReadOnlyList<Pod> pods, Func<string, Node?> nodeOf, IReadOnlyList<EndpointSlice> slices, string type)
    {
        var (wanted, missingNode) = Wanted(service, pods, nodeOf, type);
        var owned = slices.Where(slice => SliceMetadata.IsOwnedBy(slice, service)).ToLookup(slice => PodEndpoint.PortKey(slice.Ports));
        var changes = SliceChanges.None with { Delete = [.. slices.Where(slice => !SliceMetadata.IsOwnedBy(slice, service))] };
        foreach (var (key, (ports, endpoints)) in wanted)
            changes = changes.Add(PortMapPlan.For(service, type, ports, [.. owned[key]], endpoints));
        changes = changes with { Delete = [.. changes.Delete, .. owned.Where(group => !wanted.ContainsKey(group.Key)).SelectMany(group => group)] };
        changes = Reuse(KeepOne(changes, service, slices, type), service);
        return (Hinted(changes, service, slices), missingNode);
    }

    /// <summary>The endpoints by their ports: pods that know a port's name by different numbers are in different slices.</summary>
    private static (Dictionary<string, (ListOf<EndpointPort> Ports, List<Endpoint> Endpoints)> Wanted, string MissingNode) Wanted(
        Service service, IReadOnlyList<Pod> pods, Func<string, Node?> nodeOf, string type)
    {
        var wanted = new Dictionary<string, (ListOf<EndpointPort> Ports, List<Endpoint> Endpoints)>();
        var missingNode = "";
        foreach (var pod in pods)
        {
            if (!ServicePods.IsEndpoint(pod, includeTerminating: true)) continue;
            var ports = PodEndpoint.PortsOf(service, pod);
            var key = PodEndpoint.PortKey(ports);
            if (!wanted.TryGetValue(key, out var there)) wanted[key] = there = (ports, []);
            var node = nodeOf(pod.Spec.NodeName);
            if (node is null && !service.Spec.PublishNotReadyAddresses) missingNode = $"{pod.Spec.NodeName} of pod {pod.Metadata.Name}";
            else if (PodEndpoint.Of(pod, node, service, type) is { } endpoint) there.Endpoints.Add(endpoint);
        }

        return (wanted, missingNode);
    }

    /// <summary>A service always has a slice: an empty one says that it is known and has no endpoints.</summary>
    private static SliceChanges KeepOne(SliceChanges changes, Service service, IReadOnlyList<EndpointSlice> slices, string type)
    {
        if (changes.Delete.Count != slices.Count || changes.Create.Count > 0) return changes;
        var placeholder = SliceMetadata.NewSlice(service, type, ListOf<EndpointPort>.Empty);
        var isThere = changes.Delete is [var only]
            && only.Metadata.Labels == placeholder.Metadata.Labels
            && only.Metadata.OwnerReferences == placeholder.Metadata.OwnerReferences
            && only.Ports.IsEmpty && only.Endpoints.IsEmpty;
        return isThere ? changes with { Delete = [] } : changes with { Create = [placeholder] };
    }

    /// <summary>A slice to delete takes the content of one to create: one write instead of two.</summary>
    private static SliceChanges Reuse(SliceChanges changes, Service service)
    {
        var create = new Stack<EndpointSlice>(changes.Create);
        var (update, delete) = (changes.Update.ToList(), new List<EndpointSlice>());
        foreach (var old in changes.Delete)
        {
            if (create.Count > 0 && create.Peek().AddressType == old.AddressType && SliceMetadata.IsOwnedBy(old, service))
            {
                var slice = create.Pop();
                update.Add(old with { Metadata = old.Metadata with { Labels = slice.Metadata.Labels }, Ports = slice.Ports, Endpoints = slice.Endpoints });
            }
            else
            {
                delete.Add(old);
            }
        }

        return new([.. create.Reverse()], update, delete);
    }

    private static SliceChanges Hinted(SliceChanges changes, Service service, IReadOnlyList<EndpointSlice> slices)
    {
        var touched = changes.Update.Concat(changes.Delete).Select(slice => slice.Metadata.Name).ToHashSet();
        var hinted = slices
            .Where(slice => !touched.Contains(slice.Metadata.Name))
            .Select(slice => (Old: slice, New: TrafficDistribution.WithHints(slice, service)))
            .Where(pair => !ReferenceEquals(pair.Old, pair.New))
            .Select(pair => pair.New);
        return new(
            [.. changes.Create.Select(slice => TrafficDistribution.WithHints(slice, service))],
            [.. changes.Update.Select(slice => TrafficDistribution.WithHints(slice, service)), .. hinted],
            changes.Delete);
    }
}
