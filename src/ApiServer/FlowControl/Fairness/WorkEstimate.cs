namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <summary>How much of the server a request takes. Upstream: <c>flowcontrol/request.WorkEstimate</c>.</summary>
/// <param name="InitialSeats">Seats held while it is executed.</param>
/// <param name="FinalSeats">Seats held afterwards, while watchers are told of what it changed.</param>
/// <param name="AdditionalLatency">How long afterwards; the client does not wait for it.</param>
public readonly record struct WorkEstimate(int InitialSeats, int FinalSeats = 0, TimeSpan AdditionalLatency = default)
{
    // What a request is taken to last until it is known (upstream: estimatedServiceDuration).
    internal const double ServiceSeconds = 0.003;

    /// <summary>Seats held from start to end: the larger of both phases.</summary>
    public int MaxSeats => Math.Max(InitialSeats, FinalSeats);

    /// <summary>Seat-seconds of both phases, as estimated before the request starts.</summary>
    public double Total => (InitialSeats * ServiceSeconds) + (FinalSeats * AdditionalLatency.TotalSeconds);

    /// <summary>The same work on fewer final seats, for longer.</summary>
    public WorkEstimate Within(int seats) => FinalSeats <= seats || seats < 1
        ? this
        : this with { FinalSeats = seats, AdditionalLatency = AdditionalLatency * ((double)FinalSeats / seats) };
}
