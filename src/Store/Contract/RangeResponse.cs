using System.Collections.Immutable;

namespace Kybernet.Store;

/// <summary>The keys of a range at one revision.</summary>
/// <param name="Revision">The store's revision when it answered. For a request without a revision, what the items were read at.</param>
/// <param name="Items">The items, by key; none when only the count was asked for.</param>
/// <param name="More">True when the limit cut items off.</param>
/// <param name="Count">How many keys the range holds, whatever the limit.</param>
public sealed record RangeResponse(Revision Revision, ImmutableArray<KeyValue> Items, bool More, long Count);
