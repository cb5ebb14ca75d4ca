using System.Diagnostics;
using System.Globalization;

namespace Kybernet.Fuzz.Tests;

/// <summary>
/// Feeds damaged bytes of the golden data to a reader and holds it to bounds. KYBERNET_FUZZ_MB sets how many
/// megabytes each test gets, KYBERNET_FUZZ_SEED where to start; a failure prints the seed of its input.
/// </summary>
internal static class FuzzRun
{
    /// <summary>
    /// Bytes allocated for one byte of input, at most: the costliest input is a list of messages of a few bytes, each of which
    /// becomes a record of hundreds.
    /// </summary>
    private const int Amplification = 200;

    private static long Budget => Setting("KYBERNET_FUZZ_MB", 3) << 20;

    private static int FirstSeed => (int)Setting("KYBERNET_FUZZ_SEED", 1);

    public static void Of(string pattern, Action<byte[]> read)
    {
        var corpus = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Data"), pattern).Select(File.ReadAllBytes).ToList();
        // What is made once, tables and pools, counts for no input.
        foreach (var whole in corpus) read(whole);
        var total = 0L;
        for (var seed = FirstSeed; total < Budget; seed++)
        {
            var bytes = new Mutator(new Random(seed), corpus).Next();
            total += bytes.Length + 1;
            var started = Stopwatch.GetTimestamp();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(bytes);
            }
            catch (Exception problem)
            {
                throw new InvalidOperationException($"seed {seed}: {problem.Message}", problem);
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated <= ((long)bytes.Length * Amplification) + (1 << 16), $"seed {seed}: {allocated} bytes allocated for {bytes.Length}");
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10), $"seed {seed}: hangs");
        }
    }

    private static long Setting(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
