namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <content>What is shown of a queue set.</content>
public sealed partial class QueueSet
{
    public bool IsIdle
    {
        get
        {
            lock (_gate) return _waiting == 0 && _executing == 0;
        }
    }

    /// <summary>The demand since this was last asked for.</summary>
    public DemandObserved TakeDemand()
    {
        lock (_gate) return _demand.Take(Advance());
    }

    /// <summary>A picture of this moment.</summary>
    public QueueSetState State()
    {
        lock (_gate)
        {
            var now = Advance();
            var queues = _queues.Select(queue => new QueueState(
                queue.Waiting.Count, queue.Executing, queue.SeatsInUse, queue.SeatsWaiting, queue.WorkWaiting, queue.NextStart,
                [.. queue.Waiting.Select(waiter => new WaiterState(waiter.Arrival, _time.GetElapsedTime(waiter.ArrivedAt, now)))]));
            return new(_limit, _meter, _waiting, _executing, _seatsInUse, _seatsWaiting, _dispatched, _refused, _expired, [.. queues]);
        }
    }
}
