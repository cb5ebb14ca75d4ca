using Kybernet.Store.Memory;

namespace Kybernet.Store.Tests.Engines;

public sealed class MemoryEngine : StoreEngine
{
    private readonly ManualClock _clock = new();

    public override ValueTask<IStore> StartAsync(CancellationToken cancel) => new(new MemoryStore(MemoryStoreOptions.Default, _clock));

    public override ValueTask AdvanceAsync(TimeSpan time, CancellationToken cancel)
    {
        _clock.Advance(time);
        return ValueTask.CompletedTask;
    }
}
