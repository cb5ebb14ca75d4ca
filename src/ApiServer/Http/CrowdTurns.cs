using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Kybernet.ApiServer.Http;

/// <summary>
/// While others are about, requests of a flow that has many here at once, a crowd, are worked on one after the other, and only for a part
/// of the time. What comes in between finds a free processor instead of the whole crowd before it: the thread pool knows no order but
/// that of arrival, and the processors are shared with clients of this machine. A crowd by itself is not held up.
/// </summary>
/// <remarks>A turn is what a request does until it first waits: for the store, for its client. It keeps no turn while it waits.</remarks>
internal sealed class CrowdTurns : IDisposable
{
    // For each processor: fewer are worked off before anybody notices.
    private const int SmallestCrowd = 4;

    // Requests of others in a second or two. Leaders renewing their leases are fewer: they alone do not slow a crowd.
    private const int FewestOfOthers = 6;

    private static readonly TimeSpan s_hold = TimeSpan.FromSeconds(1);

    // Of what came while the pool was behind, a flow that sent less than this part did not do it.
    private const int CulpritsPart = 4;
    private const int Sampled = 64;

    private readonly int _crowd;
    private readonly TimeProvider _time;
    private readonly int[] _samples = new int[Sampled];
    private readonly RecentRequests _requests;

    // Guards the two below.
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private readonly Stack<CrowdLine> _idle = new();
    private readonly CrowdLine[] _lines;
    private int _sampled;
    private ulong _lastCrowd;

    /// <param name="lines">Requests of crowds worked on at once.</param>
    /// <param name="crowd">More requests of a flow than that are a crowd.</param>
    /// <param name="time">The wall clock: processors know no other.</param>
    public CrowdTurns(int lines, int crowd, TimeProvider time)
    {
        (_crowd, _time) = (crowd, time);
        _lines = new CrowdLine[lines];
        for (var i = 0; i < lines; i++) _idle.Push(_lines[i] = new(this, time));
        _requests = new(time);
    }

    internal bool AreOthersHere => _requests.OfOthersReach(FewestOfOthers, Volatile.Read(ref _lastCrowd));

    /// <summary>As many lines as leave one processor of several.</summary>
    public static CrowdTurns ForProcessors(int processors, TimeProvider time) =>
        new(Math.Max(1, processors - 1), SmallestCrowd * processors, time);

    /// <summary>The turns the request has to take; null when it is not one of a crowd.</summary>
    public static CrowdTurns? Of(HttpContext http) => http.Features.Get<CrowdTurns>();

    /// <summary>A request got its seat.</summary>
    /// <param name="http">The request.</param>
    /// <param name="beside">Requests of its flow, itself among them; 0 for one that is never of a crowd.</param>
    /// <param name="flow">Tells flows apart.</param>
    public ValueTask EnterAsync(HttpContext http, int beside, ulong flow)
    {
        var isCrowd = beside > 0 && (HoldsUpThePool(flow) || beside > _crowd);
        if (!isCrowd)
        {
            _requests.Add(flow);
            return default;
        }

        Volatile.Write(ref _lastCrowd, flow);
        if (!AreOthersHere) return default;
        http.Features.Set(this);
        return TakeTurnAsync();
    }

    /// <summary>
    /// Short requests are answered before the next one is looked at: however many there are, few are here at once, and the others wait in
    /// the pool, before anybody knows whose they are. Once its requests take turns, a crowd is seen by their number.
    /// </summary>
    private bool HoldsUpThePool(ulong flow)
    {
        if (ThreadPool.PendingWorkItemCount <= _crowd) return false;
        var mine = Interlocked.Increment(ref _samples[flow % Sampled]);
        var all = Interlocked.Increment(ref _sampled);
        if (all > 16 * Sampled)
        {
            Array.Clear(_samples);
            Volatile.Write(ref _sampled, 0);
        }

        return all > Sampled && mine > all / CulpritsPart;
    }

    /// <summary>Waits for the next turn.</summary>
    public ValueTask TakeTurnAsync()
    {
        // What follows runs on the thread that gives the turn: so it knows when the turn is over.
        var turn = new TaskCompletionSource();
        CrowdLine? line;
        lock (_gate)
        {
            _waiting.Enqueue(turn);
            _idle.TryPop(out line);
        }

        line?.Go();
        return new(turn.Task);
    }

    /// <summary>Keeps the answer from a client that would only come again at once.</summary>
    public Task HoldAsync(CancellationToken cancel) => Task.Delay(s_hold, _time, cancel);

    public void Dispose()
    {
        foreach (var line in _lines) line.Dispose();
    }

    /// <summary>The next in the queue; without one the line is idle until somebody comes.</summary>
    internal bool TryTake(CrowdLine line, [NotNullWhen(true)] out TaskCompletionSource? next)
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out next)) return true;
            _idle.Push(line);
            return false;
        }
    }
}
