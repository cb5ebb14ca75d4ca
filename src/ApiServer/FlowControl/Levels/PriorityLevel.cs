using System.Collections.Concurrent;
using System.Collections.Frozen;
using Kybernet.Api.FlowControl.V1;
using Kybernet.ApiServer.FlowControl.Fairness;

namespace Kybernet.ApiServer.FlowControl.Levels;

/// <summary>A priority level at work: its seats and their limits. Only the follower of the configuration changes it.</summary>
public sealed class PriorityLevel
{
    // Upstream: seatDemandSmoothingCoefficient, a half-life of five minutes at one adjustment in ten seconds.
    private const double Smoothing = 0.977;

    // Upstream's suggested levels of a cluster's own components.
    private static readonly FrozenSet<string> s_components = new[] { "system", "node-high", "leader-election", "workload-high" }.ToFrozenSet();

    private readonly ConcurrentDictionary<string, FlowCounts> _flows = new(StringComparer.Ordinal);
    private readonly FlowControlMetrics _metrics;
    private int _maxSeats;

    public PriorityLevel(PriorityLevelConfiguration configuration, TimeProvider time, FlowControlMetrics metrics)
    {
        _metrics = metrics;
        Configuration = configuration;
        IsOfComponents = s_components.Contains(configuration.Metadata.Name);
        Set = new(time, Rules, 0);
        Dropped = new(time);
    }

    public PriorityLevelConfiguration Configuration { get; set; }

    public string Name => Configuration.Metadata.Name;

    /// <summary>The cluster's own components are here: however much they ask for, they are no crowd.</summary>
    public bool IsOfComponents { get; }

    public bool IsExempt => Configuration.Spec.Exempt is not null;

    public QueueSet Set { get; }

    public DroppedRequests Dropped { get; }

    /// <summary>Its object is gone; it goes once nobody is left.</summary>
    public bool IsQuiescing { get; set; }

    public int Nominal { get; private set; }

    public int Lowest { get; private set; }

    public int Highest { get; private set; }

    public int Current { get; private set; }

    public DemandObserved Demand { get; private set; }

    public double SmoothedDemand { get; private set; }

    public double Target { get; set; }

    /// <summary>The widest a request may be estimated; 0 when the level does not say.</summary>
    public int MaxSeats => Volatile.Read(ref _maxSeats);

    public int Shares => Configuration.Spec.Limited is { } limited ? limited.NominalConcurrencyShares ?? 30
        : Configuration.Spec.Exempt?.NominalConcurrencyShares ?? 0;

    public QueuingRules Rules => Configuration.Spec switch
    {
        { Exempt: not null } => QueuingRules.Exempt,
        { Limited.LimitResponse.Queuing: { } queuing } => new(queuing.Queues, queuing.HandSize, queuing.QueueLengthLimit),
        _ => new(0),
    };

    public IEnumerable<FlowCounts> Flows => _flows.Values;

    public FlowCounts CountsOf(string schema) => _flows.GetOrAdd(schema, static (schema, level) => level._metrics.Of(level.Name, schema), this);

    /// <summary>Its part of the server's seats. Upstream: <c>finishQueueSetReconfigsLocked</c>.</summary>
    public void Share(int serverSeats, double allShares)
    {
        var spec = Configuration.Spec;
        Nominal = allShares > 0 ? (int)Math.Ceiling(serverSeats * Shares / allShares) : 0;
        var lendable = PartOf(spec.Limited is { } ? spec.Limited.LendablePercent : spec.Exempt?.LendablePercent) ?? 0;
        Lowest = Nominal - lendable;
        Highest = Nominal + (PartOf(spec.Limited?.BorrowingLimitPercent) ?? serverSeats);
        if (spec.Limited?.LimitResponse.Queuing is { } queuing)
            Volatile.Write(ref _maxSeats, (int)Math.Max(1, Math.Min(Math.Ceiling(Nominal * 0.15), Nominal / queuing.HandSize)));
    }

    /// <summary>Takes in what was wanted since the last time.</summary>
    public void Observe()
    {
        Demand = Set.TakeDemand();
        if (Demand.Seconds <= 0) return;
        var envelope = Demand.Average + Demand.Deviation;
        SmoothedDemand = Math.Max(envelope, (Smoothing * SmoothedDemand) + ((1 - Smoothing) * envelope));
    }

    public void Apply(int current)
    {
        Current = current;
        Set.Configure(Rules, current);
    }

    private int? PartOf(int? percent) => percent is { } part ? (int)Math.Round(Nominal * part / 100.0, MidpointRounding.AwayFromZero) : null;
}
