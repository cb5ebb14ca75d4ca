using System.Globalization;

namespace Kybernet.Bench.Load.Flow;

/// <summary>Programs beside the server, told by lines what to do: <c>go</c>, <c>stop</c>, or another share.</summary>
internal static class Busyness
{
    public const string Usage = """
        usage: Kybernet.Bench.Load busy
        Uses as many processors as the last line of its input says; what costs its neighbours time without asking the server for anything.
        """;

    // As long as a request or two.
    private const double PieceSeconds = 0.0003;

    public static void Run(TimeProvider time)
    {
        var threads = Environment.ProcessorCount;
        double share = 0;
        for (var i = 0; i < threads; i++) new Thread(() => Burn(time, () => Volatile.Read(ref share))) { IsBackground = true }.Start();
        Console.WriteLine("busy");
        while (Console.ReadLine() is { } line)
        {
            Volatile.Write(ref share, double.Parse(line, CultureInfo.InvariantCulture) / threads);
            Console.WriteLine("so it is");
        }
    }

    private static void Burn(TimeProvider time, Func<double> share)
    {
        using var never = new ManualResetEvent(false);
        var (before, owed) = (time.GetTimestamp(), 0.0);
        while (true)
        {
            var now = time.GetTimestamp();
            owed += share() * time.GetElapsedTime(before, now).TotalSeconds;
            before = now;
            if (owed < PieceSeconds)
            {
                never.WaitOne(1);
                continue;
            }

            while (time.GetElapsedTime(now).TotalSeconds < PieceSeconds)
            {
            }

            owed = Math.Min(owed - PieceSeconds, 10 * PieceSeconds);
        }
    }
}
