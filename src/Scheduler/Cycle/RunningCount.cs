namespace Kybernet.Scheduler.Cycle;

/// <summary>How many background tasks are under way, and when the last is done. Any thread.</summary>
public sealed class RunningCount
{
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One is its owner's, until it drains.
    private int _count = 1;

    public int Value => Volatile.Read(ref _count) - 1;

    public void Enter() => Interlocked.Increment(ref _count);

    public void Exit()
    {
        if (Interlocked.Decrement(ref _count) == 0) _idle.TrySetResult();
    }

    /// <summary>Ends when all tasks have. Called once; nothing may be started after.</summary>
    public Task DrainAsync()
    {
        Exit();
        return _idle.Task;
    }
}
