using System.IO.Pipelines;

namespace Kybernet.ApiServer.Http;

/// <summary>
/// Long answers are sent a piece at a time, and no more pieces at once than leave a processor to everybody else: however many clients list
/// everything, a short request finds one free. Those that wait get their turns in the order they came.
/// </summary>
/// <param name="turns">Pieces sent at once.</param>
/// <param name="time">The wall clock: how long a client takes to read is nothing a test can advance.</param>
internal sealed class BulkTurns(int turns, TimeProvider time) : IDisposable
{
    // Encrypting and sending a piece takes a millisecond at most. A client that reads slower than that does not keep its turn.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(5);

    private readonly SemaphoreSlim _free = new(turns);

    /// <summary>As many turns as leave one processor of several.</summary>
    public static BulkTurns ForProcessors(int processors, TimeProvider time) => new(Math.Max(1, processors - 1), time);

    /// <summary>Sends what was written, in its turn.</summary>
    /// <returns>False: the client is gone.</returns>
    public async ValueTask<bool> FlushAsync(PipeWriter output, CancellationToken cancel)
    {
        Task<FlushResult> flush;
        await _free.WaitAsync(cancel);
        try
        {
            flush = output.FlushAsync(cancel).AsTask();
            if (!flush.IsCompleted) await ReadOrSlowAsync(flush);
        }
        finally
        {
            _free.Release();
        }

        return !(await flush).IsCompleted;
    }

    public void Dispose() => _free.Dispose();

    private async ValueTask ReadOrSlowAsync(Task flush)
    {
        using var over = new CancellationTokenSource();
        await Task.WhenAny(flush, Task.Delay(s_patience, time, over.Token));
        await over.CancelAsync();
    }
}
