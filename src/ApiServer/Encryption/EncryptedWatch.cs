using Kybernet.Store;

namespace Kybernet.ApiServer.Encryption;

/// <summary>A watch that shows what the store behind hides.</summary>
internal sealed class EncryptedWatch(IWatch inner, EncryptedStore store) : IWatch
{
    private Revision _said = Revision.None;

    public async ValueTask<WatchMessage> ReadAsync(CancellationToken cancel)
    {
        var message = await inner.ReadAsync(cancel);
        if (message.Events.IsDefaultOrEmpty) return message;
        var items = message.Events.SelectMany<WatchEvent, KeyValue?>(static one => [one.Current, one.Previous]);
        // Nothing is passed over: whoever watches opens the watch again from where it was.
        if (await store.PrepareAsync(items, cancel) is { } error) return new(_said, [], error);
        _said = message.Revision;
        return message with { Events = [.. message.Events.Select(store.Shown)] };
    }

    public void RequestProgress() => inner.RequestProgress();

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
