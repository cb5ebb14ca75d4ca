using Kybernet.ApiServer.FlowControl;
using Kybernet.ApiServer.FlowControl.Work;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Statuses;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>Where HTTP requests wait for a seat, or are refused. Requests without an end but watches pass: they would keep their seats for ever.</summary>
/// <param name="flow">Priority and fairness; null leaves the limits on reads and writes.</param>
/// <param name="watches">Counts the watches there are.</param>
/// <param name="limit">Counts the requests there are.</param>
/// <param name="longest">How long a request may take.</param>
/// <param name="turns">Where requests of a crowd wait for a processor.</param>
/// <param name="time">The clock.</param>
internal sealed class RequestGate(
    FlowController? flow, WatchCounts watches, InFlightLimit limit, TimeSpan longest, CrowdTurns turns, TimeProvider time)
{
    // Upstream: metav1.ResponseHeaderMatched…UID. The names are an administrator's business; their uids are not telling.
    private const string SchemaHeader = "X-Kubernetes-PF-FlowSchema-UID";
    private const string LevelHeader = "X-Kubernetes-PF-PriorityLevel-UID";
    private const string Refusal = "Too many requests, please try again later.";

    public ValueTask<GateEntry> EnterAsync(HttpContext http, RequestInfo info, QueryParameters query, UserInfo user, bool isLong)
    {
        var isWatch = info.Verb == "watch";
        if (isLong && (flow is null || !isWatch)) return default;
        if (flow is null) return new(EnterCounted(info, user));
        var deadline = RequestDeadline.Of(query, longest, isWatch);
        if (!deadline.TryGet(out var allowed, out var wrong)) return new(new GateEntry { Error = wrong });
        var passage = flow.Enter(user, info, query, out var waiter);
        return waiter is null
            ? TakeSeat(http, info, passage)
            : WaitForSeatAsync(http, info, flow.WaitAsync(passage.Path, waiter, allowed, http.RequestAborted));
    }

    private static bool IsWrite(RequestInfo info) => info.Verb is not ("get" or "list" or "watch");

    private GateEntry EnterCounted(RequestInfo info, UserInfo user)
    {
        var isWrite = IsWrite(info);
        if (limit.TryEnter(isWrite)) return new() { IsCounted = true, IsWrite = isWrite };
        // An administrator is always let in, or nobody could help.
        return user.Groups.Contains(UserInfo.SystemMasters) ? default : new() { Error = ApiError.TooManyRequests(Refusal, 1) };
    }

    private async ValueTask<GateEntry> WaitForSeatAsync(HttpContext http, RequestInfo info, ValueTask<Passage> passing) =>
        await TakeSeat(http, info, await passing);

    /// <summary>Most requests find a seat at once and are of no crowd: they wait for nobody here.</summary>
    private ValueTask<GateEntry> TakeSeat(HttpContext http, RequestInfo info, Passage passage)
    {
        var headers = http.Response.Headers;
        headers[LevelHeader] = passage.Path.Level.Configuration.Metadata.Uid;
        headers[SchemaHeader] = passage.Path.Schema.Metadata.Uid;
        if (passage.Place is not { } place) return RefuseAsync(passage, http.RequestAborted);
        var turn = turns.EnterAsync(http, passage.Path.Level.IsOfComponents ? 0 : place.Beside, place.Hash);
        return turn.IsCompletedSuccessfully ? new(Entered(http, info, passage)) : TakeTurnAsync(http, info, passage, turn);
    }

    private async ValueTask<GateEntry> TakeTurnAsync(HttpContext http, RequestInfo info, Passage passage, ValueTask turn)
    {
        await turn;
        return Entered(http, info, passage);
    }

    private GateEntry Entered(HttpContext http, RequestInfo info, in Passage passage)
    {
        if (info.Verb != "watch")
        {
            var isWrite = IsWrite(info);
            limit.Enter(isWrite);
            return new() { Passage = passage, IsCounted = true, IsWrite = isWrite, Started = time.GetTimestamp() };
        }

        var beginning = new WatchPassage(passage, time);
        http.Features.Set(beginning);
        return new() { Beginning = beginning, Watch = watches.Add(info) };
    }

    private async ValueTask<GateEntry> RefuseAsync(Passage passage, CancellationToken cancel)
    {
        var seconds = passage.Path.Level.Dropped.Add();
        // Those who are told to stay away for longer have come again at once before.
        if (seconds > 1 && !passage.Path.Level.IsOfComponents) await turns.HoldAsync(cancel);
        return new() { Error = ApiError.TooManyRequests(Refusal, seconds) };
    }

    /// <summary>Once, however the request ended.</summary>
    public void Leave(in GateEntry entry)
    {
        if (entry.IsCounted) limit.Leave(entry.IsWrite);
        entry.Passage?.Leave(time.GetElapsedTime(entry.Started), isWatch: false);
        entry.Beginning?.Leave();
        entry.Watch?.Dispose();
    }
}

/// <summary>What a request holds while it is worked on.</summary>
internal readonly record struct GateEntry
{
    /// <summary>It is refused, and holds nothing.</summary>
    public ApiError? Error { get; init; }

    public Passage? Passage { get; init; }

    public WatchPassage? Beginning { get; init; }

    public IDisposable? Watch { get; init; }

    public long Started { get; init; }

    public bool IsCounted { get; init; }

    public bool IsWrite { get; init; }
}
