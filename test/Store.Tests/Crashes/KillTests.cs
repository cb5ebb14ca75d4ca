using System.Diagnostics;
using System.Globalization;
using Kybernet.Base;
using Kybernet.Store.Embedded;
using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Crashes;

/// <summary>
/// Kills a process that writes, and looks what is left. KYBERNET_KILLS sets how many times; KYBERNET_KILL_STATE_MB puts so
/// much into the store first.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Writers = 64;
    private const int PreloadedValueBytes = 4096;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_UnderManyWriters_LosesNothingAnswered()
    {
        using var directory = new TempDirectory();
        var kills = Setting("KYBERNET_KILLS", 5);
        await PreloadAsync(directory.Path, Setting("KYBERNET_KILL_STATE_MB", 0));
        var random = new Random(kills);
        var answered = new long[Writers];
        var revision = 0L;
        var longest = 0.0;
        for (var kill = 0; kill < kills; kill++)
        {
            var opened = await RunAndKillAsync(directory.Path, random.Next(20, 300), answered, () => revision, newest => revision = newest);
            longest = Math.Max(longest, opened);
            await CheckAsync(directory.Path, answered, revision);
        }

        output.WriteLine($"{kills} kills, {answered.Sum()} changes answered, revision {revision}, longest open {longest} ms");
    }

    /// <summary>Starts the writer, kills it after a while, takes in what it said was answered; returns how long it took to open the store.</summary>
    private static async Task<double> RunAndKillAsync(string directory, int milliseconds, long[] answered, Func<long> newest, Action<long> setNewest)
    {
        var crasher = Path.Combine(AppContext.BaseDirectory, "Kybernet.Store.Crasher.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [crasher, directory, $"{Writers}"]) { RedirectStandardOutput = true })!;
        var ready = await process.StandardOutput.ReadLineAsync(Cancel) ?? throw new InvalidOperationException("the writer did not start");
        var kill = KillAfterAsync(process, milliseconds);
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            // The kill may cut the last line off: in its revision, which then is smaller and as true, or before.
            if (line.Split(' ') is not [var writer, var n, var revision]) continue;
            answered[int.Parse(writer, CultureInfo.InvariantCulture)] = long.Parse(n, CultureInfo.InvariantCulture);
            setNewest(Math.Max(newest(), long.Parse(revision, CultureInfo.InvariantCulture)));
        }

        await kill;
        await process.WaitForExitAsync(Cancel);
        return double.Parse(ready.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static async Task KillAfterAsync(Process process, int milliseconds)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, Cancel);
        process.Kill();
    }

    private static async Task CheckAsync(string directory, long[] answered, long revision)
    {
        await using var store = (await EmbeddedStore.OpenAsync(new() { Directory = directory }, TimeProvider.System, Cancel)).Value;
        Assert.True((await store.GetStatusAsync(Cancel)).Value.Revision.Value >= revision);
        for (var writer = 0; writer < Writers; writer++)
        {
            var found = (await store.RangeAsync(new(KeyRange.Prefix(Bytes.Of($"w/{writer:d3}/"))), Cancel)).Value.Items;
            var values = found.Select(item => long.Parse(item.Value.Span[..19], CultureInfo.InvariantCulture)).ToArray();
            if (answered[writer] == 0 && values.Length == 0) continue;
            Assert.Equal(2, values.Length);
            Assert.Equal(values[0], values[1]);
            Assert.Equal(found[0].ModRevision, found[1].ModRevision);
            Assert.True(values[0] >= answered[writer], $"writer {writer} was answered {answered[writer]} but the store has {values[0]}");
        }
    }

    private static async Task PreloadAsync(string directory, int megabytes)
    {
        await using var store = (await EmbeddedStore.OpenAsync(new() { Directory = directory }, TimeProvider.System, Cancel)).Value;
        var count = megabytes * (1024 * 1024 / PreloadedValueBytes);
        for (var done = 0; done < count; done += 1000)
        {
            var puts = Enumerable.Range(done, Math.Min(1000, count - done)).Select(i =>
                store.PutAsync(new(Bytes.Of($"/registry/pods/default/preloaded-{i:d8}"), new byte[PreloadedValueBytes]), Cancel).AsTask());
            await Task.WhenAll(puts);
        }
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set) ? set : usual;
}
