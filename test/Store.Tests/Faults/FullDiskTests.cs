using System.Diagnostics;
using Kybernet.Base;
using Kybernet.Store.Embedded;
using Kybernet.Store.Tests.Engines;

namespace Kybernet.Store.Tests.Faults;

/// <summary>A file on a disk of 16 MB of its own that fills up. Mounting one needs root.</summary>
public sealed class FullDiskTests : IAsyncLifetime
{
    private const int Ballast = 4 << 20;

    private readonly TempDirectory _directory = new();
    private bool _isMounted;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string BallastPath => Path.Combine(_directory.Path, "ballast");

    public async ValueTask InitializeAsync()
    {
        _isMounted = Environment.IsPrivilegedProcess && OperatingSystem.IsLinux()
            && await RunAsync("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", _directory.Path) == 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isMounted) await RunAsync("umount", _directory.Path);
        _directory.Dispose();
    }

    [Fact]
    public async Task Put_DiskFull_IsRefusedReadsGoOnAndWritesGoOnWhenThereIsRoom()
    {
        Assert.SkipUnless(_isMounted, "a tmpfs cannot be mounted here");
        await File.WriteAllBytesAsync(BallastPath, new byte[Ballast], Cancel);
        var answered = 0;
        await using (var store = await OpenAsync())
        {
            StoreResult<PutResponse> put;
            while ((put = await PutAsync(store, answered)).IsOk) answered++;
            var full = Assert.IsType<StoreError.Unavailable>(put.Error);
            Assert.Equal(UnavailableReason.DiskFull, full.Reason);
            Assert.Contains("free some space", full.Message, StringComparison.Ordinal);
            Assert.Equal(answered, await CountAsync(store));

            File.Delete(BallastPath);
            for (put = await PutAsync(store, answered); !put.IsOk; put = await PutAsync(store, answered)) await Task.Delay(50, Cancel);
            answered++;
            Assert.Equal(answered, await CountAsync(store));
        }

        await using var again = await OpenAsync();
        Assert.Equal(answered, await CountAsync(again));
    }

    private async Task<EmbeddedStore> OpenAsync() => (await EmbeddedStore.OpenAsync(
        new() { Directory = _directory.Path, RetryAfterFault = TimeSpan.FromMilliseconds(10) }, TimeProvider.System, Cancel)).Value;

    private static ValueTask<StoreResult<PutResponse>> PutAsync(EmbeddedStore store, int key) =>
        store.PutAsync(new(Bytes.Of($"k{key:D6}"), new byte[4000]), Cancel);

    private static async Task<long> CountAsync(EmbeddedStore store) =>
        (await store.RangeAsync(new(KeyRange.All) { CountOnly = true }, Cancel)).Value.Count;

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Cancel);
        return process.ExitCode;
    }
}
