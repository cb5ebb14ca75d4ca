namespace Kybernet.Store.Tests.Histories;

/// <summary>Runs everything that awaits on one thread, in an order a seed decides.</summary>
internal sealed class SeededContext(Random random) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];

    public bool IsIdle => _ready.Count == 0;

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_ready) _ready.Add((d, state));
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("nothing waits in line here");

    /// <summary>Runs one of what is ready, whichever the seed says; false when nothing is.</summary>
    public bool RunOne()
    {
        (SendOrPostCallback Callback, object? State) chosen;
        lock (_ready)
        {
            if (_ready.Count == 0) return false;
            var index = random.Next(_ready.Count);
            chosen = _ready[index];
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
        }

        chosen.Callback(chosen.State);
        return true;
    }
}
