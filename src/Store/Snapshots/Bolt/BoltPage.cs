namespace Kybernet.Store.Snapshots.Bolt;

/// <summary>Sizes and marks of a bbolt file (go.etcd.io/bbolt: page.go, db.go); all numbers in it are little-endian.</summary>
internal static class BoltPage
{
    public const int Size = 4096;

    /// <summary>Page id (8), kind (2), number of elements (2), number of pages that follow as part of this one (4).</summary>
    public const int HeaderSize = 16;

    /// <summary>A leaf's: flags (4), position (4), key size (4), value size (4). A branch's: position (4), key size (4), page (8).</summary>
    public const int ElementSize = 16;

    public const ushort Branch = 0x01;
    public const ushort Leaf = 0x02;
    public const ushort Meta = 0x04;
    public const ushort Freelist = 0x10;

    public const uint BucketElement = 1;

    public const uint Magic = 0xED0CDAED;
    public const uint Version = 2;

    /// <summary>The two copies of the meta page and the list of free pages come first.</summary>
    public const ulong FirstData = 3;
}
