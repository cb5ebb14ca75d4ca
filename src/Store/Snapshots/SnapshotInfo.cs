namespace Kybernet.Store.Snapshots;

/// <summary>What a snapshot holds.</summary>
/// <param name="Revision">The revision it is of.</param>
/// <param name="Keys">How many keys live at that revision.</param>
/// <param name="Leases">How many leases.</param>
/// <param name="Bytes">The size of its file.</param>
/// <param name="TakenAt">When it was taken; of an etcd snapshot, which does not say, when its file was last written.</param>
/// <param name="Sha256">The checksum at its end, in lower-case hexadecimal.</param>
public sealed record SnapshotInfo(Revision Revision, long Keys, long Leases, long Bytes, DateTimeOffset TakenAt, string Sha256)
{
    /// <summary>The short checksum people compare; of an etcd snapshot, the one <c>etcdctl snapshot status</c> prints.</summary>
    public uint Hash { get; init; }

    /// <summary>
    /// Everything in the file that counts as a key for <c>etcdctl snapshot status</c>: of an etcd snapshot also history, leases and
    /// what etcd keeps about itself.
    /// </summary>
    public long TotalKeys { get; init; }

    /// <summary>The size of the database in an etcd snapshot, without the checksum after it; else the file's.</summary>
    public long TotalBytes { get; init; }
}
