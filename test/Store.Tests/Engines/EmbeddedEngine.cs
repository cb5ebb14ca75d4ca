using Kybernet.Store.Embedded;

namespace Kybernet.Store.Tests.Engines;

public sealed class EmbeddedEngine : StoreEngine
{
    private readonly ManualClock _clock = new();
    private readonly TempDirectory _directory = new();

    public override async ValueTask<IStore> StartAsync(CancellationToken cancel) =>
        (await EmbeddedStore.OpenAsync(new() { Directory = _directory.Path }, _clock, cancel)).Value;

    public override ValueTask AdvanceAsync(TimeSpan time, CancellationToken cancel)
    {
        _clock.Advance(time);
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return base.DisposeAsync();
    }
}
