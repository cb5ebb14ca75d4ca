namespace Kybernet.Bench.Load.Api;

/// <summary>Clients whose connections stay open from one time to the next; each sends, waits for the answer, sends the next.</summary>
/// <param name="time">The clock.</param>
/// <param name="clients">What each sends, told the number of its request; numbers are never given twice.</param>
internal sealed class SteadyClients(TimeProvider time, IReadOnlyList<Func<int, long>> clients)
{
    private const int StackBytes = 256 * 1024;
    private int _next = -1;

    /// <summary>Lets all of them send for a time.</summary>
    public SteadyResult Run(TimeSpan duration)
    {
        var (answered, began) = (0, time.GetTimestamp());
        var end = began + (long)(duration.TotalSeconds * time.TimestampFrequency);
        var threads = new Thread[clients.Count];
        for (var i = 0; i < threads.Length; i++)
        {
            var send = clients[i];
            threads[i] = new(() => Send(send), StackBytes) { IsBackground = true };
            threads[i].Start();
        }

        foreach (var thread in threads) thread.Join();
        return new(answered, time.GetElapsedTime(began));

        void Send(Func<int, long> send)
        {
            var mine = 0;
            for (; time.GetTimestamp() < end; mine++) send(Interlocked.Increment(ref _next));
            Interlocked.Add(ref answered, mine);
        }
    }
}

/// <summary>What they did.</summary>
/// <param name="Answered">Requests.</param>
/// <param name="Elapsed">Until the last answer.</param>
internal readonly record struct SteadyResult(int Answered, TimeSpan Elapsed)
{
    public double PerSecond => Answered / Elapsed.TotalSeconds;
}
