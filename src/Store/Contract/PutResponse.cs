namespace Kybernet.Store;

/// <summary>A put that is done.</summary>
/// <param name="Revision">The revision the put made; inside a transaction, the transaction's.</param>
/// <param name="Previous">The key as it was before, when asked for and there was one.</param>
public readonly record struct PutResponse(Revision Revision, KeyValue? Previous);
