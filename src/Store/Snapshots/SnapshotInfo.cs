namespace Kybernet.Store.Snapshots;

/// <summary>What a snapshot holds.</summary>
/// <param name="Revision">The revision it is of.</param>
/// <param name="Keys">How many keys.</param>
/// <param name="Leases">How many leases.</param>
/// <param name="Bytes">The size of its file.</param>
/// <param name="TakenAt">When it was taken.</param>
/// <param name="Sha256">The checksum at its end, in lower-case hexadecimal.</param>
public sealed record SnapshotInfo(Revision Revision, long Keys, long Leases, long Bytes, DateTimeOffset TakenAt, string Sha256);
