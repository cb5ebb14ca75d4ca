namespace Kybernet.Store.Tests.Engines;

/// <summary>A kind of store the contract tests run on. A test gets an engine of its own and an empty store from it.</summary>
public abstract class StoreEngine : IAsyncDisposable
{
    public abstract ValueTask<IStore> StartAsync(CancellationToken cancel);

    /// <summary>Lets so much time pass for leases: on a clock of the test's where the engine takes one, else by waiting.</summary>
    public abstract ValueTask AdvanceAsync(TimeSpan time, CancellationToken cancel);

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
