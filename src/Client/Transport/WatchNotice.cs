namespace Kybernet.Client.Transport;

/// <summary>What happened to an object.</summary>
public enum WatchNoticeKind
{
    Added,
    Modified,
    Deleted,

    /// <summary>Nothing: all changes up to the object's resource version have been told. The object has no other field. Comes only to those
    /// who ask for it (<see cref="ApiCall.AllowBookmarks"/>).</summary>
    Bookmark,
}

/// <summary>One change a watch tells of.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Object">The object after it; of a deletion its last state.</param>
public readonly record struct WatchNotice<T>(WatchNoticeKind Kind, T Object);
