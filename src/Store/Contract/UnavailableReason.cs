namespace Kybernet.Store;

/// <summary>What keeps a store from doing a request.</summary>
public enum UnavailableReason
{
    /// <summary>The disk is full: writes are refused until there is room; reads go on.</summary>
    DiskFull,

    /// <summary>The file or its directory cannot be written: writes are refused until it can; reads go on.</summary>
    ReadOnly,

    /// <summary>The disk failed to write or to sync: writes are refused until one succeeds again; reads go on.</summary>
    DiskFailed,

    /// <summary>Bytes read do not match their checksum. Requests that do not touch them go on.</summary>
    Damaged,

    /// <summary>Another process has the store open.</summary>
    Locked,

    /// <summary>More requests wait than the store queues.</summary>
    Overloaded,

    /// <summary>The cluster behind the store cannot be reached, or has no leader.</summary>
    Unreachable,

    /// <summary>The store is closed.</summary>
    Closed,
}
