using System.Runtime.ExceptionServices;

namespace Kybernet.Bench.Load.Api;

/// <summary>Clients that each send a request, wait for its answer, send the next; each a thread with a connection of its own.</summary>
internal static class ClosedLoop
{
    private const int StackBytes = 256 * 1024;

    /// <param name="clients">How many.</param>
    /// <param name="requests">Requests of all clients together.</param>
    /// <param name="connect">Makes a client: connects, and gives what sends its request of a number and returns the bytes of the answer.</param>
    /// <param name="time">The clock.</param>
    public static LoopResult Run(int clients, int requests, Func<Func<int, long>> connect, TimeProvider time)
    {
        var latencies = new long[requests];
        var next = -1;
        long bytes = 0;
        ExceptionDispatchInfo? failure = null;
        using var start = new ManualResetEventSlim();
        using var ready = new CountdownEvent(clients);
        var threads = new Thread[clients];
        for (var i = 0; i < clients; i++)
        {
            threads[i] = new(Client, StackBytes) { IsBackground = true };
            threads[i].Start();
        }

        ready.Wait();
        var processorBefore = Environment.CpuUsage.TotalTime;
        var began = time.GetTimestamp();
        start.Set();
        foreach (var thread in threads) thread.Join();
        var elapsed = time.GetElapsedTime(began);
        failure?.Throw();
        Array.Sort(latencies);
        return new(requests, elapsed, latencies, bytes, Environment.CpuUsage.TotalTime - processorBefore, time.TimestampFrequency);

        void Client()
        {
            Func<int, long>? send = null;
            Guard(() => send = connect());
            ready.Signal();
            start.Wait();
            if (send is not null) Guard(() => Loop(send));
        }

        void Loop(Func<int, long> send)
        {
            int number;
            while ((number = Interlocked.Increment(ref next)) < requests && failure is null)
            {
                var sent = time.GetTimestamp();
                Interlocked.Add(ref bytes, send(number));
                latencies[number] = time.GetTimestamp() - sent;
            }
        }

        void Guard(Action work)
        {
            try
            {
                work();
            }
#pragma warning disable CA1031 // Thrown again by the thread that waits for all.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(e);
            }
        }
    }
}

/// <summary>What a closed loop measured.</summary>
/// <param name="Requests">How many.</param>
/// <param name="Elapsed">From the first request to the last answer.</param>
/// <param name="Latencies">Of each request, sorted, in ticks of the clock.</param>
/// <param name="Bytes">Of all answers' bodies.</param>
/// <param name="LoadProcessor">The processor time of this process.</param>
/// <param name="TicksPerSecond">Of the clock.</param>
internal sealed record LoopResult(int Requests, TimeSpan Elapsed, long[] Latencies, long Bytes, TimeSpan LoadProcessor, long TicksPerSecond)
{
    public double PerSecond => Requests / Elapsed.TotalSeconds;

    public double MegabytesPerSecond => Bytes / 1e6 / Elapsed.TotalSeconds;

    public double Milliseconds(double quantile) =>
        Latencies[Math.Min(Latencies.Length - 1, (int)(Latencies.Length * quantile))] * 1000.0 / TicksPerSecond;
}
