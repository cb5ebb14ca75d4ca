using Kybernet.ApiServer.WatchCache;

namespace Kybernet.ApiServer.Http;

/// <summary>What a list answers with.</summary>
/// <param name="Items">The objects, in the order of their keys.</param>
/// <param name="Revision">The revision the list is exact at.</param>
/// <param name="Continue">The token for the rest, empty when this is all.</param>
/// <param name="Remaining">How many are left, when that is known.</param>
public sealed record ListChunk(IReadOnlyList<StoredObject> Items, long Revision, string Continue, long? Remaining)
{
    /// <summary>The revision of a list of objects that are not stored.</summary>
    public const long NoRevision = 0;
}
