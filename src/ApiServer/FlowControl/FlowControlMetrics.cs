using Kybernet.ApiServer.FlowControl.Fairness;
using Kybernet.ApiServer.FlowControl.Levels;
using Kybernet.Base.Metrics;

namespace Kybernet.ApiServer.FlowControl;

/// <summary>What <c>/metrics</c> tells of flow control, under upstream's names (<c>flowcontrol/metrics</c>).</summary>
public sealed class FlowControlMetrics
{
    private const string Prefix = "apiserver_flowcontrol_";
    private const string Level = "priority_level";
    private const string Schema = "flow_schema";

    private static readonly double[] s_seconds = [0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30];
    private static readonly double[] s_lengths = [0, 10, 25, 50, 100, 250, 500, 1000];
    private static readonly double[] s_seats = [1, 2, 4, 8, 16, 32, 64, 100];
    private static readonly double[] s_watches = [0, 1, 10, 100, 1000, 10000];

    private readonly Counter _refused = new(Prefix + "rejected_requests_total", "Requests refused.", Level, Schema, "reason");
    private readonly Counter _dispatched = new(Prefix + "dispatched_requests_total", "Requests let in.", Level, Schema);
    private readonly Counter _noRoom = new(
        Prefix + "request_dispatch_no_accommodation_total", "How often the next request was too wide for the seats left.", Level, Schema);

    private readonly Histogram _waited = new(Prefix + "request_wait_duration_seconds", "Time in queues.", s_seconds, Level, Schema, "execute");
    private readonly Histogram _executed = new(
        Prefix + "request_execution_seconds", "Time requests held seats; of watches, until they began.", s_seconds, Level, Schema, "type");

    private readonly Histogram _lengths = new(
        Prefix + "request_queue_length_after_enqueue", "Length of the queue, as each request saw it.", s_lengths, Level, Schema);

    private readonly Histogram _watches = new(Prefix + "watch_count_samples", "Watches a write is told to.", s_watches, Level, Schema);
    private readonly Histogram _estimated = new(Prefix + "work_estimated_seats", "Seats requests were estimated to take.", s_seats, Level, Schema);

    /// <summary>What each level got of its target; see <see cref="SeatBorrowing"/>.</summary>
    public double FairFraction { get; set; }

    /// <summary>The series of a schema's requests at a level.</summary>
    public FlowCounts Of(string level, string schema) => new()
    {
        Level = level,
        Schema = schema,
        Dispatched = _dispatched.Of(new(level, schema)),
        RefusedForSeats = _refused.Of(new(level, schema, "concurrency-limit")),
        RefusedForLength = _refused.Of(new(level, schema, "queue-full")),
        RefusedForTime = _refused.Of(new(level, schema, "time-out")),
        NoAccommodation = _noRoom.Of(new(level, schema)),
        Waited = _waited.Of(new(level, schema, "true")),
        WaitedInVain = _waited.Of(new(level, schema, "false")),
        Executed = _executed.Of(new(level, schema, "regular")),
        WatchInitialized = _executed.Of(new(level, schema, "watch")),
        EstimatedSeats = _estimated.Of(new(level, schema)),
        Watches = _watches.Of(new(level, schema)),
        QueueLength = _lengths.Of(new(level, schema)),
    };

    /// <summary>All families; what is a state is read from the levels when it is asked for.</summary>
    internal MetricFamily[] Families(Func<IReadOnlyList<PriorityLevel>> levels) =>
    [
        _refused, _dispatched, _noRoom, _waited, _executed, _lengths, _watches, _estimated,
        OfFlows(levels, "current_inqueue_requests", "Requests in queues.", static flow => flow.Waiting),
        OfFlows(levels, "current_inqueue_seats", "Seats wanted in queues.", static flow => flow.SeatsWaiting),
        OfFlows(levels, "current_executing_requests", "Requests being executed.", static flow => flow.Executing),
        OfFlows(levels, "current_executing_seats", "Seats in use.", static flow => flow.SeatsInUse),
        OfLevels(levels, "nominal_limit_seats", "Seats of its own.", static level => level.Nominal),
        OfLevels(levels, "lower_limit_seats", "Seats it does not lend.", static level => level.Lowest),
        OfLevels(levels, "upper_limit_seats", "Seats with all it may borrow.", static level => level.Highest),
        OfLevels(levels, "current_limit_seats", "Seats now.", static level => level.Current),
        OfLevels(levels, "demand_seats_high_watermark", "Most seats wanted at once, lately.", static level => level.Demand.Highest),
        OfLevels(levels, "demand_seats_average", "Seats wanted, lately.", static level => level.Demand.Average),
        OfLevels(levels, "demand_seats_stdev", "Standard deviation of seats wanted, lately.", static level => level.Demand.Deviation),
        OfLevels(levels, "demand_seats_smoothed", "Seats wanted, smoothed.", static level => level.SmoothedDemand),
        OfLevels(levels, "target_seats", "Seats it should have.", static level => level.Target),
        OfLevels(levels, "current_r", "The progress meter.", static level => level.Set.State().Meter),
        new Gauge(Prefix + "seat_fair_frac", "What each level got of its target.", () => [(default, FairFraction)]),
    ];

    private static Gauge OfFlows(Func<IReadOnlyList<PriorityLevel>> levels, string name, string help, Func<FlowCounts, double> value) =>
        new(Prefix + name, help, () => levels().SelectMany(static level => level.Flows)
            .Select(flow => (new MetricLabels(flow.Level, flow.Schema), value(flow))), Level, Schema);

    private static Gauge OfLevels(Func<IReadOnlyList<PriorityLevel>> levels, string name, string help, Func<PriorityLevel, double> value) =>
        new(Prefix + name, help, () => levels().Select(level => (new MetricLabels(level.Name), value(level))), Level);
}
