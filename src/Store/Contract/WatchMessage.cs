using System.Collections.Immutable;

namespace Kybernet.Store;

/// <summary>What a watch says next: events, a progress mark (no events, no error), or why it ended (an error).</summary>
/// <param name="Revision">
/// Everything in the watch's range up to and including this revision has now been said: a watch opened anew from the next
/// revision misses nothing and repeats nothing. Of a message with an error, the revision of the last one before it.
/// </param>
/// <param name="Events">
/// Events in the order of their revisions, whole transactions only: the events of one revision are never split over two messages.
/// </param>
/// <param name="Error">Why the watch ended; it says nothing after this.</param>
public sealed record WatchMessage(Revision Revision, ImmutableArray<WatchEvent> Events, StoreError? Error)
{
    public bool IsProgress => Error is null && Events.IsEmpty;
}
