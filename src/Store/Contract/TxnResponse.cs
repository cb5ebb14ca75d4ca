using System.Collections.Immutable;

namespace Kybernet.Store;

/// <summary>A transaction that is done.</summary>
/// <param name="Revision">The revision the transaction made, or the current one when it changed nothing.</param>
/// <param name="Succeeded">Whether all conditions held.</param>
/// <param name="Outcomes">One for each operation of the branch taken.</param>
public sealed record TxnResponse(Revision Revision, bool Succeeded, ImmutableArray<TxnOutcome> Outcomes);
