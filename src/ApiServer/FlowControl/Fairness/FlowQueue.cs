namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <summary>One queue of a queue set, which guards it.</summary>
internal sealed class FlowQueue(int index)
{
    public int Index => index;

    /// <summary>Oldest first.</summary>
    public LinkedList<Waiter> Waiting { get; } = new();

    /// <summary>The reading of the progress meter at which the next request would start if each queue had its share to itself.</summary>
    public double NextStart { get; set; }

    public int Executing { get; set; }

    public int SeatsInUse { get; set; }

    /// <summary>Seat-seconds of those that wait.</summary>
    public double WorkWaiting { get; set; }

    public int SeatsWaiting { get; set; }

    public Waiter? Oldest => Waiting.First?.Value;

    public bool IsIdle => Waiting.Count == 0 && Executing == 0;

    /// <summary>A queue that could not use its share does not save it up: nothing starts before it arrived.</summary>
    public void Bound()
    {
        if (Oldest is { } oldest && NextStart < oldest.ArrivedAtMeter) NextStart = oldest.ArrivedAtMeter;
    }

    public void Remove(Waiter waiter)
    {
        Waiting.Remove(waiter.Node);
        SeatsWaiting -= waiter.Work.MaxSeats;
        WorkWaiting = Waiting.Count == 0 ? 0 : WorkWaiting - waiter.Work.Total;
    }

    public void Add(Waiter waiter)
    {
        Waiting.AddLast(waiter.Node);
        SeatsWaiting += waiter.Work.MaxSeats;
        WorkWaiting += waiter.Work.Total;
    }
}
