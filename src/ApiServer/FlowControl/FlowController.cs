using Kybernet.Api.FlowControl.V1;
using Kybernet.ApiServer.FlowControl.Fairness;
using Kybernet.ApiServer.FlowControl.Matching;
using Kybernet.ApiServer.FlowControl.Work;
using Kybernet.ApiServer.Http;
using Kybernet.ApiServer.Pipeline;
using Kybernet.ApiServer.Registry;

namespace Kybernet.ApiServer.FlowControl;

/// <summary>Lets requests in: finds whose they are, and a seat for them. Upstream: <c>filters/priority-and-fairness.go</c>.</summary>
/// <remarks>A request that finds a seat at once allocates nothing here.</remarks>
public sealed class FlowController
{
    // Upstream: whatever a client's deadline is, it does not wait longer in a queue.
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly WorkEstimator _work;
    private readonly ConfigurationDigest _digest;
    private FlowConfiguration _configuration;

    /// <param name="seats">Requests worked on at once, of all levels together.</param>
    /// <param name="time">The clock.</param>
    /// <param name="work">Knows how wide requests are.</param>
    /// <param name="metrics">Where it is counted.</param>
    public FlowController(int seats, TimeProvider time, WorkEstimator work, FlowControlMetrics metrics)
    {
        (_time, _work, Metrics) = (time, work, metrics);
        _digest = new(seats, time, metrics);
        _configuration = _digest.Digest(null, [], []);
    }

    public FlowControlMetrics Metrics { get; }

    public FlowConfiguration Configuration => Volatile.Read(ref _configuration);

    /// <summary>One caller at a time: takes the objects as the configuration.</summary>
    public void Configure(IReadOnlyCollection<FlowSchema> schemas, IReadOnlyCollection<PriorityLevelConfiguration> levels) =>
        Volatile.Write(ref _configuration, _digest.Digest(_configuration, schemas, levels));

    /// <summary>Waits for a seat. The answer is given back with <see cref="Passage.Leave"/>, unless it is refused.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="info">For what.</param>
    /// <param name="query">With which parameters.</param>
    /// <param name="deadline">How long the request may take in all; a quarter of it may be spent waiting.</param>
    /// <param name="cancel">The client is gone.</param>
    public ValueTask<Passage> EnterAsync(UserInfo user, RequestInfo info, QueryParameters query, TimeSpan deadline, CancellationToken cancel)
    {
        var passage = Enter(user, info, query, out var waiter);
        return waiter is null ? new(passage) : WaitAsync(passage.Path, waiter, deadline, cancel);
    }

    /// <summary>A seat at once, or a refusal; or, with a waiter, neither: <see cref="WaitAsync"/> is next.</summary>
    internal Passage Enter(UserInfo user, RequestInfo info, QueryParameters query, out Waiter? waiter)
    {
        var path = Configuration.Find(user, info);
        var level = path.Level;
        var work = _work.Estimate(info, query, level.MaxSeats, path.Counts);
        path.Counts.EstimatedSeats.Observe(work.MaxSeats);
        var distinguisher = level.IsExempt ? "" : path.DistinguisherOf(user, info);
        var hash = level.IsExempt ? 0 : ShuffleSharding.HashOf(path.Schema.Metadata.Name, distinguisher);
        var entry = level.Set.Enter(new(hash, distinguisher, path.Counts, work));
        waiter = entry.Waiter;
        if (waiter is not null) return new(path, null);
        if (entry.Place is { } && !level.IsExempt) path.Counts.Waited.Observe(0);
        return Passed(path, entry.Place);
    }

    /// <inheritdoc cref="EnterAsync"/>
    internal async ValueTask<Passage> WaitAsync(FlowPath path, Waiter waiter, TimeSpan deadline, CancellationToken cancel)
    {
        var started = _time.GetTimestamp();
        var limit = deadline / 4 < s_longestWait ? deadline / 4 : s_longestWait;
        using var timer = _time.CreateTimer(static waiter => ((Waiter)waiter!).GiveUp(), waiter, limit, Timeout.InfiniteTimeSpan);
        using var gone = cancel.UnsafeRegister(static waiter => ((Waiter)waiter!).GiveUp(), waiter);
        var place = await waiter.Decided;
        (place is null ? path.Counts.WaitedInVain : path.Counts.Waited).Observe(_time.GetElapsedTime(started).TotalSeconds);
        return Passed(path, place);
    }

    private static Passage Passed(FlowPath path, Place? place)
    {
        if (place is { } held)
        {
            path.Counts.Dispatched.Add();
            return new(path, held);
        }

        return new(path, null);
    }
}

/// <summary>What became of a request.</summary>
/// <param name="Path">Whose it is.</param>
/// <param name="Place">Its seats; null when it is refused.</param>
public readonly record struct Passage(FlowPath Path, Place? Place)
{
    public bool IsRefused => Place is null;

    /// <summary>Gives the seats back.</summary>
    /// <param name="took">How long it was executed.</param>
    /// <param name="isWatch">Only its beginning was.</param>
    public void Leave(TimeSpan took, bool isWatch)
    {
        Place?.Leave();
        (isWatch ? Path.Counts.WatchInitialized : Path.Counts.Executed).Observe(took.TotalSeconds);
    }
}
