namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <summary>A request that waits in a queue.</summary>
public sealed class Waiter
{
    private readonly TaskCompletionSource<Place?> _decided = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Waiter(QueueSet set, FlowQueue queue, in Arrival arrival, double meter, long arrived)
    {
        (Set, Queue, Arrival, ArrivedAtMeter, ArrivedAt) = (set, queue, arrival, meter, arrived);
        Node = new(this);
    }

    /// <summary>The place it got; null when it waited in vain.</summary>
    public Task<Place?> Decided => _decided.Task;

    internal QueueSet Set { get; }

    internal FlowQueue Queue { get; }

    internal Arrival Arrival { get; }

    internal WorkEstimate Work => Arrival.Work;

    internal double ArrivedAtMeter { get; }

    /// <summary>A timestamp of the clock.</summary>
    internal long ArrivedAt { get; }

    internal LinkedListNode<Waiter> Node { get; }

    /// <summary>Guarded by the set: it is no longer in its queue.</summary>
    internal bool IsDecided { get; private set; }

    /// <summary>Takes it out of its queue without a place, if it is still there.</summary>
    public void GiveUp() => Set.Expire(this);

    internal void Decide(Place? place)
    {
        IsDecided = true;
        _decided.SetResult(place);
    }
}
