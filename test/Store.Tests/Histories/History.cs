namespace Kybernet.Store.Tests.Histories;

/// <summary>All that was asked and answered in one run.</summary>
internal sealed class History
{
    private long _clock;

    public List<Recorded> Requests { get; } = [];

    public List<RecordedWatch> Watches { get; } = [];

    /// <summary>The next place in the order of calls and answers.</summary>
    public long Tick() => Interlocked.Increment(ref _clock);

    public void Add(Recorded request)
    {
        lock (Requests) Requests.Add(request);
    }

    public void Add(RecordedWatch watch)
    {
        lock (Watches) Watches.Add(watch);
    }

    public override string ToString() => string.Join('\n', Requests.OrderBy(request => request.Invoked).Select(request => request.ToString())
        .Concat(Watches.Select(watch => watch.ToString())));
}
