using System.Collections.Immutable;

namespace Kybernet.Store;

/// <summary>If all conditions hold, the success operations, else the failure ones: atomically, in order, at one revision.</summary>
/// <remarks>
/// Within one branch a key may be written once: two puts of a key, or a put of a key a deletion covers, make the whole
/// request <see cref="StoreError.Invalid"/>. A branch without changes takes no revision.
/// </remarks>
public sealed record TxnRequest(ImmutableArray<Compare> Compares, ImmutableArray<TxnOperation> Success, ImmutableArray<TxnOperation> Failure);
