namespace Kybernet.Store.Mvcc;

/// <summary>What readers see: published with one write after a batch is durable.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Revision">The current revision: nodes newer than this are not there yet.</param>
/// <param name="LogEnd">One past the last event.</param>
internal sealed record StoreView(KeyTree Keys, long Revision, long LogEnd);
