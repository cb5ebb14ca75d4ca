namespace Kybernet.Store.Embedded;

/// <summary>How long no change has come, and what is done about it; in the order they follow each other.</summary>
internal enum Calm
{
    /// <summary>Clients that have just been answered may be about to write again: a short wait.</summary>
    Busy,

    /// <summary>What compaction has left is removed, portion by portion.</summary>
    Tidying,

    /// <summary>Nothing to tidy; a long wait.</summary>
    Tidied,

    /// <summary>Room is given back to the disk.</summary>
    Shrinking,

    /// <summary>Nothing to do until a change comes.</summary>
    Asleep,
}
