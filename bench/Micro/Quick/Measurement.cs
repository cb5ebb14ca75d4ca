using System.Diagnostics;

namespace Kybernet.Bench.Micro.Quick;

/// <summary>The cost of one call.</summary>
/// <param name="Nanoseconds">Of the fastest batch: noise only ever adds.</param>
/// <param name="Bytes">Allocated.</param>
internal readonly record struct Measurement(double Nanoseconds, long Bytes)
{
    /// <summary>
    /// Measures both in turns, so that a busy machine slows both alike. The code must be warm: see <see cref="Warm"/>.
    /// </summary>
    public static (Measurement Ours, Measurement Theirs) Both(Action ours, Action? theirs, TimeSpan time)
    {
        var first = Batch(ours);
        var second = theirs is null ? 0 : Batch(theirs);
        var best = (Ours: double.MaxValue, Theirs: double.MaxValue);
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < time;)
        {
            best.Ours = Math.Min(best.Ours, Time(ours, first));
            if (theirs is not null) best.Theirs = Math.Min(best.Theirs, Time(theirs, second));
        }

        return (new(best.Ours, Allocated(ours)), theirs is null ? default : new(best.Theirs, Allocated(theirs)));
    }

    /// <summary>
    /// Runs everything by turns, often enough for its code to come to its final tier: fifty turns, unless the time is up before.
    /// </summary>
    public static void Warm(IReadOnlyList<Action> actions, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        for (var turn = 0; turn < 50 && watch.Elapsed < time; turn++)
        {
            foreach (var action in actions)
                for (var i = 0; i < 40; i++) action();
            // Leaves the processor to the compiler of the hot tier.
            Thread.Sleep(100);
        }
    }

    /// <summary>How many calls make a third of a millisecond: short, so that most batches run without interruption.</summary>
    private static int Batch(Action action)
    {
        for (var count = 1; ; count *= 2)
            if (Time(action, count) * count > 300_000) return count;
    }

    private static double Time(Action action, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < count; i++) action();
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / count;
    }

    private static long Allocated(Action action)
    {
        const int Calls = 64;
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++) action();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }
}
