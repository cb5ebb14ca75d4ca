namespace Kybernet.Client.Transport.Https;

/// <summary>Lets so many calls a second through, and so many at once. Calls wait in their order.</summary>
/// <remarks>Upstream: client-go/util/flowcontrol, the token bucket.</remarks>
internal sealed class RateLimit(double qps, int burst, TimeProvider time)
{
    // Guards the two below.
    private readonly Lock _gate = new();
    private double _tokens = burst;
    private long _at = time.GetTimestamp();

    public Task WaitAsync(CancellationToken cancel)
    {
        if (qps <= 0) return Task.CompletedTask;
        double missing;
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_at, now).TotalSeconds * qps)) - 1;
            _at = now;
            missing = -_tokens;
        }

        return missing <= 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(missing / qps), time, cancel);
    }
}
