namespace Kybernet.Store;

/// <summary>How the store is.</summary>
/// <param name="Engine">The engine: "memory", "embedded", "etcd".</param>
/// <param name="Version">The version of the engine: of the file's format, or of the etcd server.</param>
/// <param name="Revision">The current revision.</param>
/// <param name="CompactedRevision">The oldest revision that can be read; none before the first compaction. An etcd server does not tell:
/// there none means unknown.</param>
/// <param name="SizeBytes">What the store takes on disk (in memory, for the memory engine).</param>
/// <param name="SizeInUseBytes">What of it holds data rather than room to reuse.</param>
/// <param name="Fault">Why writes are refused at the moment; null when they are not.</param>
public sealed record StoreStatus(
    string Engine,
    string Version,
    Revision Revision,
    Revision CompactedRevision,
    long SizeBytes,
    long SizeInUseBytes,
    StoreError.Unavailable? Fault);
