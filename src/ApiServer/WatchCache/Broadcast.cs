namespace Kybernet.ApiServer.WatchCache;

/// <summary>Wakes everyone who waits: take <see cref="Next"/>, look, and only then await it.</summary>
internal sealed class Broadcast
{
    private TaskCompletionSource? _source;

    public Task Next
    {
        get
        {
            while (true)
            {
                if (Volatile.Read(ref _source) is { } source) return source.Task;
                Interlocked.CompareExchange(ref _source, new(TaskCreationOptions.RunContinuationsAsynchronously), null);
            }
        }
    }

    public void Send() => Interlocked.Exchange(ref _source, null)?.SetResult();
}
