namespace Kybernet.Client.Informers;

/// <summary>Waits between failures: 800 ms, doubled each time up to 30 s, up to as much again at random; anew after two quiet minutes.</summary>
/// <remarks>Upstream's numbers: client-go/tools/cache/reflector.go.</remarks>
internal sealed class ReflectorBackOff(TimeProvider time, int seed)
{
    private static readonly TimeSpan s_first = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_quiet = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(1);

    private readonly Random _random = new(seed);
    private TimeSpan _next = s_first;
    private long _last = time.GetTimestamp();
    private bool _isFresh = true;

    /// <summary>True once after each success.</summary>
    public bool IsFresh()
    {
        var isFresh = _isFresh;
        _isFresh = false;
        return isFresh;
    }

    public void Reset()
    {
        _next = s_first;
        _isFresh = true;
    }

    public Task WaitAsync(CancellationToken cancel)
    {
        if (time.GetElapsedTime(_last) > s_quiet) _next = s_first;
        _last = time.GetTimestamp();
        var wait = _next * (1 + _random.NextDouble());
        _next = _next * 2 < s_longest ? _next * 2 : s_longest;
        return Task.Delay(wait, time, cancel);
    }

    /// <summary>When a watch began, for <see cref="IsLong"/>.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>A watch that began then and ends now lasted long enough to count as one.</summary>
    public bool IsLong(long began) => time.GetElapsedTime(began) >= s_long;
}
