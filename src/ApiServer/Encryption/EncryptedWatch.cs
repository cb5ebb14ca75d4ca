using Kybernet.Store;

namespace Kybernet.ApiServer.Encryption;

/// <summary>A watch that shows what the store behind hides.</summary>
internal sealed class EncryptedWatch(IWatch inner, EncryptedStore store) : IWatch
{
    public async ValueTask<WatchMessage> ReadAsync(CancellationToken cancel)
    {
        var message = await inner.ReadAsync(cancel);
        return message.Events.IsDefaultOrEmpty ? message : message with { Events = [.. message.Events.Select(store.Shown)] };
    }

    public void RequestProgress() => inner.RequestProgress();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
