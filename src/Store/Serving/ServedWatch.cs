using Kybernet.Store.Protocol;

namespace Kybernet.Store.Serving;

/// <summary>One watch of a stream, and what its session knows about it.</summary>
internal sealed class ServedWatch(long id, IWatch watch, WatchCreateRequest request)
{
    public long Id => id;

    public IWatch Watch => watch;

    public bool Fragment => request.Fragment;

    public bool ProgressNotify => request.ProgressNotify;

    /// <summary>Moves what the watch says to the stream; ends when the watch does.</summary>
    public Task Pump { get; set; } = Task.CompletedTask;

    /// <summary>Whether something was said since the last tick of the progress timer.</summary>
    public bool SaidSinceTick { get; set; }

    /// <summary>Whether the next mark is to be told under this watch's own id.</summary>
    public bool NotifyWanted { get; set; }
}
