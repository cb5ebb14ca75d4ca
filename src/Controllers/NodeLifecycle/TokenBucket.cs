namespace Kybernet.Controllers.NodeLifecycle;

/// <summary>Allows so many actions a second, and one at once after a rest. None at a rate of 0.</summary>
/// <remarks>Upstream: flowcontrol.NewTokenBucketRateLimiter with a burst of 1.</remarks>
internal sealed class TokenBucket(double perSecond, TimeProvider time)
{
    private double _tokens = 1;
    private DateTimeOffset _filledAt = time.GetUtcNow();

    public double PerSecond => perSecond;

    public bool TryTake()
    {
        if (perSecond <= 0) return false;
        var now = time.GetUtcNow();
        _tokens = Math.Min(1, _tokens + ((now - _filledAt).TotalSeconds * perSecond));
        _filledAt = now;
        if (_tokens < 1) return false;
        _tokens -= 1;
        return true;
    }
}
