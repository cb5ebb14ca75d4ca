namespace Kybernet.Hosts.Kyb.Memory;

/// <summary>
/// Gives memory back when the process has little to do: after its start, and when load has fallen away. The collector alone would keep what
/// the youngest generation was allowed to grow to, and the kernel every page of the program that ever ran.
/// </summary>
internal sealed class IdleMemory : IAsyncDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(5);

    // Until it is idle for the first time: a start is over soon, and leaves the most behind.
    private static readonly TimeSpan s_periodAtStart = TimeSpan.FromSeconds(1);

    // Of one processor.
    private const double IdleShare = 0.05;

    // A collection of all generations costs a few milliseconds for each megabyte that lives; so much has to be won by it.
    private const long SmallestGain = 4 << 20;

    // Everything stands still meanwhile: a larger heap is left to the collector.
    private const long LargestHeap = 128 << 20;

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public IdleMemory(TimeProvider time)
    {
        _time = time;
        _running = RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(s_periodAtStart, _time);
        var processor = Environment.CpuUsage.TotalTime;
        var (wasBusy, allocated) = (true, 0L);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var used = Environment.CpuUsage.TotalTime - processor;
                processor += used;
                if (used > timer.Period * IdleShare)
                {
                    wasBusy = true;
                    continue;
                }

                if (IsWorthCollecting(allocated))
                {
                    GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                    allocated = GC.GetTotalAllocatedBytes();
                }

                if (wasBusy) ProgramPages.Release();
                wasBusy = false;
                if (timer.Period != s_period) timer.Period = s_period;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
    }

    private static bool IsWorthCollecting(long allocatedBefore)
    {
        var lives = GC.GetTotalMemory(forceFullCollection: false);
        return lives < LargestHeap && GC.GetTotalAllocatedBytes() - allocatedBefore > SmallestGain + (lives / 4);
    }
}
