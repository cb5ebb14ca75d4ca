using System.Collections.Immutable;

namespace Kybernet.Store;

/// <summary>A deletion that is done.</summary>
/// <param name="Revision">The revision the deletion made, or the current one when there was nothing to delete.</param>
/// <param name="Deleted">How many keys were deleted.</param>
/// <param name="Previous">The keys as they were before, when asked for; else empty.</param>
public readonly record struct DeleteResponse(Revision Revision, long Deleted, ImmutableArray<KeyValue> Previous);
