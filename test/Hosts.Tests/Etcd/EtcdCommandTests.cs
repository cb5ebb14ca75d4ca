using System.Diagnostics;
using Kybernet.Base;
using Kybernet.Store;

namespace Kybernet.Hosts.Tests.Etcd;

public sealed class EtcdCommandTests : IDisposable
{
    private readonly Kyb _kyb = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _kyb.Dispose();

    [Fact]
    public async Task Etcd_StoppedAndStartedAgain_HasWhatItWasGiven()
    {
        await using (var first = await Served.StartAsync(_kyb, "data", Cancel))
        {
            await first.PutAsync("a", "1", Cancel);
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await Served.StartAsync(_kyb, "data", Cancel);
        Assert.Equal("a=1@2", await second.ListAsync(Cancel));
    }

    [Fact]
    public async Task Etcd_OpenWatchWhenStopped_DoesNotHoldItUp()
    {
        await using var served = await Served.StartAsync(_kyb, "data", Cancel);
        await using var watch = (await served.Store.WatchAsync(new(KeyRange.All), Cancel)).Value;
        Assert.Equal(0, await served.StopAsync().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Cancel));
    }

    [Fact]
    public async Task Etcd_Sigterm_EndsTheProcessWithNought()
    {
        var program = Path.Combine(AppContext.BaseDirectory, "kyb.dll");
        string[] arguments = [program, "etcd", "--data-dir", _kyb.PathOf("data"), "--listen-client-urls", "http://127.0.0.1:0"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        Assert.StartsWith("serving http://127.0.0.1:", await process.StandardOutput.ReadLineAsync(Cancel), StringComparison.Ordinal);
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Cancel);
        Assert.Equal(0, process.ExitCode);
        Assert.False(File.Exists(_kyb.PathOf("data/store.db-wal")));
    }

    [Theory]
    [InlineData("--auto-compaction-retention 1s")]
    [InlineData("--auto-compaction-mode revision --auto-compaction-retention 5")]
    public async Task Etcd_AutoCompaction_Compacts(string flags)
    {
        await using var served = await Served.StartAsync(_kyb, "data", Cancel, " " + flags);
        for (var i = 0; i < 10; i++) await served.PutAsync("a", $"{i}", Cancel);
        var old = new RangeRequest(KeyRange.Single(Bytes.Of("a"))) { Revision = new(2) };
        while ((await served.Store.RangeAsync(old, Cancel)).Error is not StoreError.Compacted)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Cancel);
    }

    [Theory]
    [InlineData("--listen-client-urls http://10.0.0.1:1", "http is for loopback only")]
    [InlineData("--listen-client-urls http://0.0.0.0:1", "http is for loopback only")]
    [InlineData("--listen-client-urls https://127.0.0.1:1", "https needs a certificate file and a key file")]
    [InlineData("--listen-client-urls 127.0.0.1:1", "'127.0.0.1:1' is no URL")]
    [InlineData("--listen-client-urls unix://x", "must begin with http:// or https://")]
    [InlineData("--listen-client-urls nonsense", "'nonsense' is no URL")]
    [InlineData("--cert-file DIR/none --key-file DIR/none", "--cert-file: there is no file")]
    [InlineData("--cert-file DIR/none", "needs both its certificate file and its key file")]
    [InlineData("--client-cert-auth", "--client-cert-auth needs --trusted-ca-file")]
    [InlineData("--auto-compaction-mode never", "it must be 'periodic' or 'revision'")]
    [InlineData("--auto-compaction-retention soon", "a duration like 5m or 12h is needed")]
    [InlineData("--auto-compaction-mode revision --auto-compaction-retention 5m", "a number of revisions is needed")]
    [InlineData("--snapshot-dir DIR/s --snapshot-keep 0", "must be at least one")]
    public async Task Etcd_FlagsWrong_SaysWhichAndLeavesNothing(string flags, string expected)
    {
        Assert.Contains(expected, await _kyb.FailAsync($"etcd --data-dir DIR/data {flags}", Cancel), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_kyb.PathOf("data")));
    }

    [Fact]
    public async Task Etcd_PortOrDirectoryTaken_SaysSo()
    {
        await using var first = await Served.StartAsync(_kyb, "data", Cancel);
        Assert.Contains(
            $"cannot serve on {first.Url}", await _kyb.FailAsync($"etcd --data-dir DIR/other --listen-client-urls {first.Url}", Cancel),
                StringComparison.Ordinal);
        Assert.Contains("is in use by another process", await _kyb.FailAsync("etcd --data-dir DIR/data", Cancel), StringComparison.Ordinal);
    }
}
