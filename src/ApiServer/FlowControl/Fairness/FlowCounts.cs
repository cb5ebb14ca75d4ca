using Kybernet.Base.Metrics;

namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <summary>The requests of one flow schema at one priority level, in numbers. The whole ones are guarded by the level's queue set.</summary>
public sealed class FlowCounts
{
    public required string Level { get; init; }

    public required string Schema { get; init; }

    public required CounterSeries Dispatched { get; init; }

    public required CounterSeries RefusedForSeats { get; init; }

    public required CounterSeries RefusedForLength { get; init; }

    public required CounterSeries RefusedForTime { get; init; }

    public required CounterSeries NoAccommodation { get; init; }

    public required HistogramSeries Waited { get; init; }

    public required HistogramSeries WaitedInVain { get; init; }

    public required HistogramSeries Executed { get; init; }

    public required HistogramSeries WatchInitialized { get; init; }

    public required HistogramSeries EstimatedSeats { get; init; }

    public required HistogramSeries Watches { get; init; }

    public required HistogramSeries QueueLength { get; init; }

    public int Waiting { get; internal set; }

    public int SeatsWaiting { get; internal set; }

    public int Executing { get; internal set; }

    public int SeatsInUse { get; internal set; }
}
