namespace Kybernet.Store;

/// <summary>An open watch: a place in the history of a range, read by one reader at a time.</summary>
/// <remarks>
/// <para>Events come in order, each once, none left out. A watch holds no queue of its own that could overflow: it is a
/// position in the retained history, and a reader who falls so far behind that compaction passes it gets
/// <see cref="StoreError.Compacted"/>. (The etcd engine reads a bounded number of messages ahead and then stops reading
/// its stream.) An open watch keeps compaction from removing what it has yet to read, up to the engine's limit.</para>
/// <para>Disposing it ends a pending read with an <see cref="StoreError.Unavailable"/> of reason <see cref="UnavailableReason.Closed"/>.</para>
/// </remarks>
public interface IWatch : IAsyncDisposable
{
    /// <summary>
    /// The next message; waits until there is one. After a message with an error, the same message again.
    /// Cancelling loses nothing: the next read goes on where the last message ended.
    /// </summary>
    ValueTask<WatchMessage> ReadAsync(CancellationToken cancel);

    /// <summary>
    /// Asks for a progress mark: once everything up to at least the store's revision at this call has been said, a message
    /// without events says so. Several requests may be answered by one mark. A mark never runs ahead of events.
    /// </summary>
    void RequestProgress();
}
