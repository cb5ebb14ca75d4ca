namespace Kybernet.Store.Snapshots;

/// <summary>What was copied, and found to be the same afterwards.</summary>
/// <param name="Keys">How many keys.</param>
/// <param name="Leases">How many leases.</param>
/// <param name="From">The revision of the source that was copied.</param>
/// <param name="To">The revision the target stands at.</param>
public sealed record StoreCopyInfo(long Keys, long Leases, Revision From, Revision To);
