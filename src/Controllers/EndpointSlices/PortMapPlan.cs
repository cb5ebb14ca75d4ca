using Kybernet.Api.Core.V1;
using Kybernet.Api.Discovery.V1;
using Kybernet.Machinery.Collections;
using EndpointPort = Kybernet.Api.Discovery.V1.EndpointPort;

namespace Kybernet.Controllers.EndpointSlices;

/// <summary>
/// Spreads the endpoints with one set of ports over slices, changing as few slices as it can. Upstream: <c>reconcileByPortMapping</c>.
/// </summary>
/// <remarks>
/// 1. Slices drop what is no longer wanted; emptied ones are deleted. 2. Slices that change anyway are filled up, the fullest first.
/// 3. What is left goes to the one unchanged slice with the least room that suffices, else to new slices. Slices are never merged: that would
/// send more to every node than a half-empty slice costs.
/// </remarks>
public static class PortMapPlan
{
    public const int MaxEndpoints = 100;

    public static SliceChanges For(
        Service service, string addressType, ListOf<EndpointPort> ports, IReadOnlyList<EndpointSlice> slices, IReadOnlyList<Endpoint> wanted)
    {
        var missing = new Dictionary<string, Endpoint>();
        foreach (var endpoint in wanted) missing[PodEndpoint.Identity(endpoint)] = endpoint;
        var labels = SliceMetadata.LabelsFor(service);
        var (unchanged, changed, deleted) = (new List<EndpointSlice>(), new List<Filling>(), new List<EndpointSlice>());
        foreach (var slice in slices)
        {
            var (endpoints, isChanged) = Keep(slice, missing);
            if (isChanged && endpoints.Count == 0) deleted.Add(slice);
            else if (isChanged || labels != slice.Metadata.Labels) changed.Add(new(slice, endpoints));
            else unchanged.Add(slice);
        }

        var left = new Queue<Endpoint>(missing.Values);
        foreach (var filling in changed.OrderByDescending(filling => filling.Endpoints.Count)) Fill(filling, left);
        var created = new List<Filling>();
        while (left.Count > 0)
        {
            var place = left.Count < MaxEndpoints ? ClosestFit(unchanged, left.Count) : null;
            if (place is not null) unchanged.Remove(place);
            var filling = place is null
                ? new Filling(SliceMetadata.NewSlice(service, addressType, ports), [])
                : new Filling(place, [.. place.Endpoints]);
            Fill(filling, left);
            (place is null ? created : changed).Add(filling);
        }

        return new(
            [.. created.Select(filling => filling.ToSlice(labels))],
            [.. changed.Select(filling => filling.ToSlice(labels))],
            deleted);
    }

    /// <summary>What stays of a slice, as it is to be; takes it from what is missing.</summary>
    private static (List<Endpoint> Endpoints, bool IsChanged) Keep(EndpointSlice slice, Dictionary<string, Endpoint> missing)
    {
        var kept = new List<Endpoint>(slice.Endpoints.Count);
        var isChanged = false;
        foreach (var endpoint in slice.Endpoints)
        {
            if (!missing.Remove(PodEndpoint.Identity(endpoint), out var wanted)) continue;
            kept.Add(wanted with { Hints = endpoint.Hints });
            isChanged |= !PodEndpoint.AreEqual(wanted, endpoint);
        }

        return (kept, isChanged || kept.Count != slice.Endpoints.Count);
    }

    private static void Fill(Filling filling, Queue<Endpoint> left)
    {
        while (left.Count > 0 && filling.Endpoints.Count < MaxEndpoints) filling.Endpoints.Add(left.Dequeue());
    }

    private static EndpointSlice? ClosestFit(IEnumerable<EndpointSlice> slices, int count) => slices
        .Where(slice => slice.Endpoints.Count > 0 && slice.Endpoints.Count + count <= MaxEndpoints)
        .MaxBy(slice => slice.Endpoints.Count);

    private sealed record Filling(EndpointSlice Slice, List<Endpoint> Endpoints)
    {
        public EndpointSlice ToSlice(MapOf<string> labels) => Slice with
        {
            Metadata = Slice.Metadata with { Labels = labels },
            Endpoints = ListOf<Endpoint>.Adopt([.. Endpoints]),
        };
    }
}
