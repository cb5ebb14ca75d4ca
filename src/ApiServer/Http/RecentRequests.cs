namespace Kybernet.ApiServer.Http;

/// <summary>Counts requests by the second and the flow, for whoever asks whether there were enough of others lately.</summary>
/// <param name="time">The clock.</param>
internal sealed class RecentRequests(TimeProvider time)
{
    // Flows that share a number are not told apart.
    private const int Numbers = 1024;

    // Guards the two below.
    private readonly Lock _gate = new();
    private readonly Seconds[] _flows = new Seconds[Numbers];
    private Seconds _all;

    public void Add(ulong flow)
    {
        var second = Second();
        lock (_gate)
        {
            _all.Add(second);
            _flows[flow % Numbers].Add(second);
        }
    }

    /// <summary>There were that many in this second and the one before, without those of a flow.</summary>
    public bool OfOthersReach(int count, ulong flow)
    {
        var second = Second();
        lock (_gate) return _all.At(second) - _flows[flow % Numbers].At(second) >= count;
    }

    private long Second() => time.GetTimestamp() / time.TimestampFrequency;

    private struct Seconds
    {
        private long _second;
        private int _now;
        private int _before;

        public void Add(long second)
        {
            if (second != _second) (_before, _now, _second) = (second == _second + 1 ? _now : 0, 0, second);
            _now++;
        }

        public readonly int At(long second) => (second - _second) switch { 0 => _now + _before, 1 => _now, _ => 0 };
    }
}
