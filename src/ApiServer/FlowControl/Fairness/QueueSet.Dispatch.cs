namespace Kybernet.ApiServer.FlowControl.Fairness;

/// <content>Everything here expects the lock to be held.</content>
public sealed partial class QueueSet
{
    /// <summary>Moves the meter to now, and frees the seats whose time is over.</summary>
    private long Advance()
    {
        var now = _time.GetTimestamp();
        if (_activeQueues > 0)
            _meter += _time.GetElapsedTime(_metered, now).TotalSeconds * Math.Min(_seatsInUse + _seatsWaiting, _limit) / _activeQueues;
        // Nobody compares with old readings any more: start over, so that the meter never grows too large to be exact.
        else _meter = 0;
        _metered = now;
        while (_lingering.TryTake(now, out var place)) Release(place, now);
        return now;
    }

    private void OnLingered()
    {
        lock (_gate) Dispatch(Advance());
    }

    /// <summary>The queue of the flow's hand with the least work waiting.</summary>
    private FlowQueue Choose(ulong hash)
    {
        Span<int> hand = stackalloc int[Math.Min(_rules.HandSize, _rules.Queues)];
        ShuffleSharding.Deal(hash, _rules.Queues, hand);
        // Where to begin goes round, or flows whose hands overlap would all prefer the same queue.
        var offset = (int)(_dealt++ % (uint)hand.Length);
        var best = _queues[hand[offset]];
        for (var i = 1; i < hand.Length; i++)
        {
            var queue = _queues[hand[(offset + i) % hand.Length]];
            if (queue.WorkWaiting < best.WorkWaiting) best = queue;
        }

        return best;
    }

    private bool Admits(in Arrival arrival) => _held.Admits(arrival.Hash, arrival.Work.MaxSeats, _limit);

    /// <summary>A request wider than all seats together runs alone.</summary>
    private bool Fits(int seats) => _rules.IsExempt || (seats > _limit ? _executing == 0 : _seatsInUse + seats <= _limit);

    private void Dispatch(long now)
    {
        while (_waiting > 0 && _seatsInUse < _limit && DispatchOne(now))
        {
        }
    }

    private bool DispatchOne(long now)
    {
        FlowQueue? best = null;
        var first = double.PositiveInfinity;
        // Round robin: of equals, the one that has waited longest for its turn.
        for (var i = 1; i <= _queues.Count; i++)
        {
            var queue = _queues[(_last + i) % _queues.Count];
            if (queue.Oldest is not { } oldest || !Admits(oldest.Arrival)) continue;
            var end = queue.NextStart + oldest.Work.Total;
            if (end >= first) continue;
            (first, best) = (end, queue);
        }

        if (best?.Oldest is not { } next) return false;
        if (!Fits(next.Work.MaxSeats))
        {
            next.Arrival.Flow.NoAccommodation.Add();
            return false;
        }

        _last = best.Index;
        Dequeue(next);
        var place = Seat(best, next.Arrival, next.Work.Within(_limit), now);
        best.Bound();
        next.Decide(place);
        return true;
    }

    private Place Seat(FlowQueue? queue, in Arrival arrival, WorkEstimate work, long now)
    {
        var (flow, seats) = (arrival.Flow, work.MaxSeats);
        _dispatched++;
        _executing++;
        _seatsInUse += seats;
        flow.Executing++;
        flow.SeatsInUse += seats;
        if (queue is not null)
        {
            queue.Executing++;
            queue.SeatsInUse += seats;
            queue.NextStart += work.Total;
            _held.Take(arrival.Hash, seats);
        }

        _demand.Set(_seatsInUse + _seatsWaiting, now);
        return new(this, queue, arrival, work, now) { Beside = queue is null ? 0 : _held.RequestsOf(arrival.Hash) };
    }

    private void Release(in Place place, long now)
    {
        var seats = place.Work.MaxSeats;
        _seatsInUse -= seats;
        place.Flow.SeatsInUse -= seats;
        if (place.Queue is { } queue)
        {
            queue.SeatsInUse -= seats;
            _held.Give(place.Hash, seats);
        }

        _demand.Set(_seatsInUse + _seatsWaiting, now);
        Trim();
    }

    private void Enqueue(Waiter waiter, long now)
    {
        var (flow, seats) = (waiter.Arrival.Flow, waiter.Work.MaxSeats);
        waiter.Queue.Add(waiter);
        _waiting++;
        _seatsWaiting += seats;
        flow.Waiting++;
        flow.SeatsWaiting += seats;
        flow.QueueLength.Observe(waiter.Queue.Waiting.Count);
        _demand.Set(_seatsInUse + _seatsWaiting, now);
    }

    private void Dequeue(Waiter waiter)
    {
        var (flow, seats) = (waiter.Arrival.Flow, waiter.Work.MaxSeats);
        waiter.Queue.Remove(waiter);
        _waiting--;
        _seatsWaiting -= seats;
        flow.Waiting--;
        flow.SeatsWaiting -= seats;
    }

    private void Trim()
    {
        while (_queues.Count > _rules.Queues && _queues[^1] is { IsIdle: true, SeatsInUse: 0 }) _queues.RemoveAt(_queues.Count - 1);
        if (_last >= _queues.Count) _last = 0;
    }
}
