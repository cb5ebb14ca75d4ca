namespace Kybernet.Store.Snapshots.Bolt;

/// <summary>Where a bucket's tree is: at a page or, of a small bucket, beside its name.</summary>
/// <param name="Page">The root page; 0: the bucket is inline.</param>
/// <param name="Inline">The one page of an inline bucket.</param>
internal readonly record struct BoltBucket(ulong Page, ReadOnlyMemory<byte> Inline)
{
    /// <summary>The root page (8) and a counter (8).</summary>
    public const int HeaderBytes = 16;
}
