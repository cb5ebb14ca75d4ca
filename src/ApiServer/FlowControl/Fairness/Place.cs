namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <summary>A request as a queue set sees it.</summary>
/// <param name="Hash">Tells flows apart.</param>
/// <param name="Distinguisher">What the hash was made of, for people.</param>
/// <param name="Flow">Where it is counted.</param>
/// <param name="Work">What it takes.</param>
public readonly record struct Arrival(ulong Hash, string Distinguisher, FlowCounts Flow, WorkEstimate Work);

/// <summary>The seats a request holds. Given back once, with <see cref="Leave"/>.</summary>
public readonly record struct Place
{
    private readonly QueueSet? _set;

    internal Place(QueueSet set, FlowQueue? queue, in Arrival arrival, WorkEstimate work, long started) =>
        (_set, Queue, Hash, Flow, Work, Started) = (set, queue, arrival.Hash, arrival.Flow, work, started);

    internal FlowQueue? Queue { get; }

    internal ulong Hash { get; }

    public FlowCounts Flow { get; }

    public WorkEstimate Work { get; }

    internal long Started { get; }

    /// <summary>Requests its flow had here when it got its seats, itself among them; 0 where they are not counted.</summary>
    public int Beside { get; internal init; }

    public void Leave() => _set?.Leave(this);
}

/// <summary>What became of an arrival: a place, a wait, or neither: it is refused.</summary>
/// <param name="Place">The place.</param>
/// <param name="Waiter">The wait.</param>
public readonly record struct Entry(Place? Place, Waiter? Waiter)
{
    public bool IsRefused => Place is null && Waiter is null;
}
