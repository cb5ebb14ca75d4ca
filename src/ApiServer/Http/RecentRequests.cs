namespace Kybernet.ApiServer.Http;

/// <summary>Counts requests by the second, for whoever asks whether there were enough of them lately.</summary>
/// <param name="time">The clock.</param>
internal sealed class RecentRequests(TimeProvider time)
{
    // Guards all below.
    private readonly Lock _gate = new();
    private long _second;
    private int _now;
    private int _before;

    public void Add()
    {
        var second = time.GetTimestamp() / time.TimestampFrequency;
        lock (_gate)
        {
            if (second != _second) (_before, _now, _second) = (second == _second + 1 ? _now : 0, 0, second);
            _now++;
        }
    }

    /// <summary>There were that many in this second and the one before.</summary>
    public bool Reach(int count)
    {
        var second = time.GetTimestamp() / time.TimestampFrequency;
        lock (_gate)
        {
            var age = second - _second;
            return age switch { 0 => _now + _before, 1 => _now, _ => 0 } >= count;
        }
    }
}
