namespace Kybernet.Store.Snapshots;

/// <summary>An open snapshot of either kind, found whole or to be found so by reading it to its end.</summary>
internal interface ISnapshotReader : IDisposable
{
    /// <summary>The revision it is of.</summary>
    Revision Revision { get; }

    /// <summary>What is in the file, once it was found whole.</summary>
    SnapshotInfo? Info { get; }

    /// <summary>The next key, or the next lease; false at the end, when all has been checked.</summary>
    StoreResult<bool> Next(out KeyValue? key, out (LeaseId Id, long TtlSeconds)? lease);
}
