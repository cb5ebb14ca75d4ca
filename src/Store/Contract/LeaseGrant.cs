namespace Kybernet.Store;

/// <summary>A lease that was granted or kept alive.</summary>
/// <param name="Revision">The store's current revision: leases take none.</param>
/// <param name="Id">The lease.</param>
/// <param name="TtlSeconds">The time to live, from now.</param>
public readonly record struct LeaseGrant(Revision Revision, LeaseId Id, long TtlSeconds);
