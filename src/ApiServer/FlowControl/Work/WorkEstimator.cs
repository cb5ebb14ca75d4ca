using Kybernet.ApiServer.FlowControl.Fairness;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.FlowControl.Work;

/// <summary>
/// How many seats a request takes: a list one for each hundred objects it goes through, a write more afterwards for those who watch.
/// Upstream: <c>flowcontrol/request</c>.
/// </summary>
public sealed class WorkEstimator(Func<GroupVersionResource, int?> objects, WatchCounts watches)
{
    private const int MaxSeats = 10;
    private const double ObjectsPerSeat = 100;
    private const double WatchesPerSeat = 10;
    private static readonly TimeSpan s_perEvent = TimeSpan.FromMilliseconds(5);

    /// <summary>The objects of the resource in the registry's caches.</summary>
    public static Func<GroupVersionResource, int?> CountIn(ResourceRegistry registry) => name => registry.Find(name)?.Cache.Snapshot.Objects.Count;

    /// <param name="info">What is asked for.</param>
    /// <param name="query">Its parameters.</param>
    /// <param name="levelSeats">The widest the level allows; 0 when it does not say.</param>
    /// <param name="flow">Where the number of watches is noted.</param>
    public WorkEstimate Estimate(RequestInfo info, QueryParameters query, int levelSeats, FlowCounts flow)
    {
        var most = levelSeats is 0 or > MaxSeats ? MaxSeats : levelSeats;
        return info.Verb switch
        {
            "list" => new(OfList(info, query, most)),
            "watch" => new(WantsState(query) ? OfList(info, query, most) : 1),
            "create" or "update" or "patch" or "delete" => OfWrite(info, most, flow),
            _ => new(1),
        };
    }

    private static bool WantsState(QueryParameters query) => query.Flag("sendInitialEvents") || query["resourceVersion"] is "" or "0";

    private int OfList(RequestInfo info, QueryParameters query, int most)
    {
        if (objects(new(info.ApiGroup, info.ApiVersion, info.Resource)) is not { } stored || info.Name.Length > 0) return 1;
        var seen = IsFromStore(info, query) ? FromStore(query, stored) : stored;
        return Math.Clamp((int)Math.Ceiling(seen / ObjectsPerSeat), 1, most);
    }

    /// <summary>Only a state of the past is read back from the store. Upstream: <c>delegator.ShouldDelegateListMeta</c>.</summary>
    private static bool IsFromStore(RequestInfo info, QueryParameters query) =>
        info.Verb == "list" && (query["continue"].Length > 0 || query["resourceVersionMatch"] == "Exact");

    private static double FromStore(QueryParameters query, int stored)
    {
        var limit = query.Number("limit") is { } asked and > 0 && asked < stored ? asked : stored;
        return query["labelSelector"].Length > 0 || query["fieldSelector"].Length > 0 ? stored + limit : 2.0 * limit;
    }

    private WorkEstimate OfWrite(RequestInfo info, int most, FlowCounts flow)
    {
        // A token is made, and nobody is told.
        if (info is { Resource: "serviceaccounts", Subresource: "token" }) return new(1);
        var count = watches.CountFor(info);
        flow.Watches.Observe(count);
        return count < WatchesPerSeat ? new(1) : new WorkEstimate(1, (int)Math.Ceiling(count / WatchesPerSeat), s_perEvent).Within(most);
    }
}
