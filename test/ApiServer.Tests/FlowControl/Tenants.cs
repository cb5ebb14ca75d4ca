using Kybernet.ApiServer.FlowControl;
using Kybernet.ApiServer.FlowControl.Fairness;
using Microsoft.Extensions.Time.Testing;

namespace Kybernet.ApiServer.Tests.FlowControl;

/// <summary>Tenants who send requests of fixed lengths to one queue set, at fixed times, on virtual time: the same every time.</summary>
internal sealed class Tenants(FakeTimeProvider clock, QueueSet set)
{
    private readonly PriorityQueue<Action, (TimeSpan At, int Order)> _events = new();
    private readonly List<(Waiter Waiter, Action<Place> Start, Action Lost)> _waiting = [];
    private readonly FlowControlMetrics _metrics = new();
    private readonly DateTimeOffset _began = clock.GetUtcNow();
    private int _order;

    private TimeSpan Now => clock.GetUtcNow() - _began;

    /// <summary>A tenant: when its requests come, how long each takes.</summary>
    public Tenant Add(string name, int requests, TimeSpan every, TimeSpan takes)
    {
        var tenant = new Tenant();
        var counts = _metrics.Of("level", name);
        for (var i = 0; i < requests; i++) At(every * i, () => Send(tenant, counts, ShuffleSharding.HashOf("schema", name), takes));
        return tenant;
    }

    public void Run()
    {
        while (_events.TryDequeue(out var happens, out var when))
        {
            if (when.At > Now) clock.Advance(when.At - Now);
            happens();
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (!_waiting[i].Waiter.Decided.IsCompletedSuccessfully) continue;
                var (waiter, start, lost) = _waiting[i];
                _waiting.RemoveAt(i);
                if (waiter.Decided.Result is { } place) start(place);
                else lost();
            }
        }
    }

    private void Send(Tenant tenant, FlowCounts counts, ulong hash, TimeSpan takes)
    {
        var arrived = Now;
        tenant.Sent++;
        void Start(Place place) => At(Now + takes, () =>
        {
            place.Leave();
            tenant.Latencies.Add(Now - arrived);
        });
        var entry = set.Enter(new(hash, "", counts, new(1)));
        if (entry.Place is { } seated) Start(seated);
        else if (entry.Waiter is { } waiter) _waiting.Add((waiter, Start, () => tenant.Refused++));
        else tenant.Refused++;
    }

    private void At(TimeSpan time, Action action) => _events.Enqueue(action, (time, _order++));
}

/// <summary>What became of a tenant's requests.</summary>
internal sealed class Tenant
{
    public int Sent { get; set; }

    public int Refused { get; set; }

    public List<TimeSpan> Latencies { get; } = [];

    public TimeSpan P99 => Latencies.Order().ElementAt((int)(Latencies.Count * 0.99));
}
