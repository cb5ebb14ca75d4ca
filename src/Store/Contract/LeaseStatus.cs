using System.Collections.Immutable;
using Kybernet.Base;

namespace Kybernet.Store;

/// <summary>A lease as it stands.</summary>
/// <param name="Revision">The store's current revision.</param>
/// <param name="Id">The lease.</param>
/// <param name="GrantedTtlSeconds">The time to live it was granted with.</param>
/// <param name="RemainingSeconds">Whole seconds left, rounded as etcd rounds: up.</param>
/// <param name="Keys">The keys attached to it, by key, when asked for; else empty.</param>
public sealed record LeaseStatus(Revision Revision, LeaseId Id, long GrantedTtlSeconds, long RemainingSeconds, ImmutableArray<Bytes> Keys);
