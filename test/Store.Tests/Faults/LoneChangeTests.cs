using Kybernet.Base;
using Kybernet.Store.Embedded;
using Kybernet.Store.Tests.Engines;
using Kybernet.Store.Tests.Histories;

namespace Kybernet.Store.Tests.Faults;

/// <summary>A change nobody else has one beside is committed on its caller's thread.</summary>
public sealed class LoneChangeTests
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_NobodyElse_IsDurableWhenTheCallReturns()
    {
        using var disk = new SimulatedDisk();
        await using var store = Open(disk);
        await UntilTheCommitterSleepsAsync(store, disk);
        var writes = disk.Writes;
        var answer = store.PutAsync(new(Bytes.Of("a"), Bytes.Of("1")), Cancel);
        Assert.True(answer.IsCompleted);
        Assert.Equal(writes + 1, disk.Writes);
        Assert.True((await answer).IsOk);
    }

    [Fact]
    public async Task Put_AnotherIsOnTheDisk_WaitsAndSharesTheNextWrite()
    {
        using var disk = new SimulatedDisk();
        await using var store = Open(disk);
        await UntilTheCommitterSleepsAsync(store, disk);
        var writing = new TaskCompletionSource();
        using var goOn = new ManualResetEventSlim();
        disk.Writing = () =>
        {
            writing.TrySetResult();
            goOn.Wait(Cancel);
        };
        var lone = Task.Factory.StartNew(
            async () => await store.PutAsync(new(Bytes.Of("lone"), Bytes.Of("1")), Cancel),
            Cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        await writing.Task;
        var writes = disk.Writes;
        var others = Enumerable.Range(0, 5).Select(i => store.PutAsync(new(Bytes.Of($"other{i}"), Bytes.Of("1")), Cancel).AsTask()).ToArray();
        Assert.DoesNotContain(others, static other => other.IsCompleted);
        goOn.Set();
        var first = (await lone).Value.Revision.Value;
        var revisions = (await Task.WhenAll(others)).Select(static put => put.Value.Revision.Value).ToArray();
        Assert.Equal(Enumerable.Range(1, 5).Select(i => first + i), revisions);
        Assert.Equal(writes + 2, disk.Writes);
    }

    [Fact]
    public async Task Put_CommitBreaksOnTheCallersThread_StopsTheStore()
    {
        using var disk = new SimulatedDisk();
        var store = Open(disk);
        await UntilTheCommitterSleepsAsync(store, disk);
        disk.Writing = static () => throw new InvalidOperationException("broken");
        var answer = store.PutAsync(new(Bytes.Of("a"), Bytes.Of("1")), Cancel);
        Assert.Equal(UnavailableReason.Closed, Assert.IsType<StoreError.Unavailable>((await answer).Error).Reason);
        Assert.False((await store.PutAsync(new(Bytes.Of("b"), Bytes.Of("1")), Cancel)).IsOk);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await store.DisposeAsync());
    }

    private EmbeddedStore Open(SimulatedDisk disk) => EmbeddedStore.Open(disk, directoryLock: null, new() { Directory = "" }, _clock).Value;

    /// <summary>Changes go to the committer until it sleeps, and are written by their callers from then on.</summary>
    private static async Task UntilTheCommitterSleepsAsync(EmbeddedStore store, SimulatedDisk disk)
    {
        var writer = 0;
        disk.Writing = () => Volatile.Write(ref writer, Environment.CurrentManagedThreadId);
        while (true)
        {
            Cancel.ThrowIfCancellationRequested();
            var caller = Environment.CurrentManagedThreadId;
            var answer = store.PutAsync(new(Bytes.Of("warm"), Bytes.Of("1")), Cancel);
            var isOwn = answer.IsCompleted && Volatile.Read(ref writer) == caller;
            await answer;
            if (isOwn) break;
            await Task.Yield();
        }

        disk.Writing = static () => { };
    }
}
