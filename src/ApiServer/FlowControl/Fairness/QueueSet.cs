namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <summary>
/// The seats of one priority level and the queues before them. Fair queuing by virtual time. Upstream: <c>fairqueuing/queueset</c>.
/// </summary>
/// <remarks>
/// <para>The <em>meter</em> counts seat-seconds each active queue has been given: it moves at min(seats wanted, limit) / active queues. A queue
/// remembers the reading at which its next request would start; the request that would end first on the meter is started next. What a
/// request really took corrects its queue afterwards.</para>
/// <para>One lock, held for as long as it takes to look at the queues; nothing is allocated for a request that finds a seat.</para>
/// </remarks>
public sealed partial class QueueSet : IDisposable
{
    private readonly TimeProvider _time;

    // Guards everything below, the queues and the waiters in them.
    private readonly Lock _gate = new();
    private readonly List<FlowQueue> _queues = [];
    private readonly LingeringSeats _lingering;
    private readonly SeatDemand _demand;
    private readonly FlowSeats _held = new();
    private QueuingRules _rules;
    private int _limit;
    private double _meter;
    private long _metered;
    private int _activeQueues;
    private int _last;
    private uint _dealt;
    private int _waiting;
    private int _seatsWaiting;
    private int _executing;
    private int _seatsInUse;
    private long _dispatched;
    private long _refused;
    private long _expired;

    public QueueSet(TimeProvider time, QueuingRules rules, int limit)
    {
        _time = time;
        _lingering = new(time, OnLingered);
        _demand = new(time);
        _metered = time.GetTimestamp();
        Configure(rules, limit);
    }

    /// <summary>Changes the rules and the number of seats. Queues that are too many go when they are empty.</summary>
    public void Configure(QueuingRules rules, int limit)
    {
        lock (_gate)
        {
            var now = Advance();
            (_rules, _limit) = (rules, limit);
            while (_queues.Count < rules.Queues) _queues.Add(new(_queues.Count));
            Trim();
            Dispatch(now);
        }
    }

    /// <summary>A place at once, a place in a queue, or neither.</summary>
    public Entry Enter(in Arrival arrival)
    {
        var flow = arrival.Flow;
        lock (_gate)
        {
            var now = Advance();
            if (_rules.Queues == 0)
            {
                if (_rules.IsExempt || Fits(arrival.Work.MaxSeats)) return new(Seat(null, arrival, arrival.Work, now), null);
                return Refuse(flow.RefusedForSeats);
            }

            var queue = Choose(arrival.Hash);
            var admits = Admits(arrival);
            if ((_seatsInUse >= _limit || !admits) && queue.Waiting.Count >= _rules.QueueLengthLimit) return Refuse(flow.RefusedForLength);
            _held.Come(arrival.Hash);
            if (queue.IsIdle)
            {
                queue.NextStart = _meter;
                _activeQueues++;
            }

            if (_waiting == 0 && admits && _seatsInUse < _limit && Fits(arrival.Work.MaxSeats))
            {
                queue.NextStart = Math.Max(queue.NextStart, _meter);
                _last = queue.Index;
                return new(Seat(queue, arrival, arrival.Work, now), null);
            }

            var waiter = new Waiter(this, queue, arrival, _meter, now);
            Enqueue(waiter, now);
            Dispatch(now);
            return new(null, waiter);
        }
    }

    internal void Leave(in Place place)
    {
        lock (_gate)
        {
            var now = Advance();
            _executing--;
            place.Flow.Executing--;
            if (place.Queue is { } queue)
            {
                queue.Executing--;
                _held.Go(place.Hash);
                var took = _time.GetElapsedTime(place.Started, now).TotalSeconds;
                queue.NextStart -= place.Work.InitialSeats * (WorkEstimate.ServiceSeconds - took);
                queue.Bound();
                if (queue.IsIdle) _activeQueues--;
            }

            if (place.Work.AdditionalLatency > TimeSpan.Zero) _lingering.Add(place, now);
            else Release(place, now);
            Dispatch(now);
        }
    }

    internal void Expire(Waiter waiter)
    {
        lock (_gate)
        {
            if (waiter.IsDecided) return;
            var now = Advance();
            Dequeue(waiter);
            _held.Go(waiter.Arrival.Hash);
            waiter.Queue.Bound();
            if (waiter.Queue.IsIdle) _activeQueues--;
            _expired++;
            _refused++;
            waiter.Arrival.Flow.RefusedForTime.Add();
            _demand.Set(_seatsInUse + _seatsWaiting, now);
            Trim();
            waiter.Decide(null);
            Dispatch(now);
        }
    }

    public void Dispose()
    {
        lock (_gate) _lingering.Dispose();
    }

    private Entry Refuse(Base.Metrics.CounterSeries reason)
    {
        _refused++;
        reason.Add();
        return default;
    }
}
